#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The lab's network namespaces, by `ip` and `nft`.
enum Namespaces {
    static let etc = "/etc/netns"

    static func ip() throws(LabFailure) -> String { try Programs.find("ip", install: "apt-get install iproute2") }
    private static func nft() throws(LabFailure) -> String {
        try Programs.find("nft", install: "apt-get install nftables")
    }

    /// What to put before a command so that it runs in `namespace`; nothing for none.
    static func prefix(_ namespace: String?) throws(LabFailure) -> [String] {
        guard let namespace else { return [] }
        return [try ip(), "netns", "exec", namespace]
    }

    static func check() throws(LabFailure) {
        #if os(Linux)
            guard Account.isRoot else {
                throw .notPossible("network namespaces need root", hint: "levels-lab up --mode loopback")
            }
            _ = try ip()
            _ = try nft()
        #else
            throw .notPossible("network namespaces need Linux", hint: "levels-lab up --mode loopback")
        #endif
    }

    /// - Parameter accounts: those that bastions and hosts are to have; nil where they are whole machines.
    static func make(_ plan: NetworkPlan, accounts: LabUsers?, folder: String) async throws(LabFailure) {
        if let accounts { try writeEtc(plan, users: accounts, folder: folder) }
        let ip = try ip()
        for namespace in plan.namespaces { try await Command.run([ip, "netns", "add", namespace]) }
        // All the rest in one go: `ip -batch` reads a command a line, and every word of it is ours.
        var lines: [String] = []
        var inside: [String: [String]] = [:]
        for name in plan.switches { inside[name] = ["link set lo up", "link add br0 type bridge", "link set br0 up"] }
        let machines = plan.machines.filter { !$0.isInCrowd }
        for machine in machines { inside[machine.namespace] = ["link set lo up"] }
        for (index, machine) in machines.enumerated() {
            for (device, address, segment, size) in links(of: machine, in: plan) {
                let port = "p\(index)"
                lines.append(
                    "link add \(device) netns \(machine.namespace) type veth peer name \(port) netns \(segment)")
                inside[machine.namespace]? += ["address add \(address)/\(size) dev \(device)", "link set \(device) up"]
                inside[segment]? += ["link set \(port) master br0", "link set \(port) up"]
            }
        }
        if let crowd = plan.machine(NetworkPlan.crowd), let door = crowd.inside {
            // Every address of the range is the machine's own, without being given to a device one by one.
            inside[crowd.namespace]?.append("route add local \(plan.crowdRange) dev lo")
            for machine in machines where machine.vpc == crowd.vpc && NetworkPlan.role(of: machine.name) == .bastion {
                inside[machine.namespace]?.append("route add \(plan.crowdRange) via \(door)")
            }
        }
        try await batch([ip, "-batch", "-"], lines)
        for (namespace, lines) in inside { try await batch([ip, "-n", namespace, "-batch", "-"], lines) }
        let nft = try nft()
        for machine in machines {
            let rules = Firewall(plan: plan, machine: machine, role: NetworkPlan.role(of: machine.name)).text
            try await Command.run([ip, "netns", "exec", machine.namespace, nft, "-f", "-"], input: rules)
        }
    }

    /// Removes what ``make(_:accounts:folder:)`` has made, as far as it came.
    static func remove(_ plan: NetworkPlan) async throws(LabFailure) {
        let ip = try ip()
        // All at once: for each the kernel waits until its last packet is gone.
        let failures = await withTaskGroup(of: LabFailure?.self) { group in
            for namespace in plan.namespaces where Disk.exists("/run/netns/\(namespace)") {
                group.addTask {
                    do throws(LabFailure) { try await Command.run([ip, "netns", "delete", namespace]) } catch {
                        return error
                    }
                    return nil
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.compactMap(\.self)
        }
        if let failure = failures.first { throw failure }
        for namespace in plan.namespaces { try Disk.removeAll("\(etc)/\(namespace)") }
        // Empty only if there was none before, or nobody uses it: another lab's entries keep it.
        _ = rmdir(etc)
    }

    /// Every process in the lab's namespaces; what runs there is the lab's, whoever started it.
    static func processes(_ plan: NetworkPlan) async throws(LabFailure) -> [ProcessIdentity] {
        let ip = try ip()
        var result: [ProcessIdentity] = []
        for namespace in plan.namespaces where Disk.exists("/run/netns/\(namespace)") {
            let lines = try await Command.run([ip, "netns", "pids", namespace])
            result += lines.split(whereSeparator: \.isWhitespace).compactMap { Int32($0) }
                .compactMap(ProcessTable.identity)
        }
        return result
    }

    private typealias Link = (device: String, address: String, segment: String, size: Int)

    private static func links(of machine: NetworkPlan.Machine, in plan: NetworkPlan) -> [Link] {
        var result: [Link] = []
        if let outside = machine.outside {
            result.append(("wan", outside, NetworkPlan.switchName(plan.id, "wan"), 24))
        }
        if let inside = machine.inside, let vpc = machine.vpc {
            result.append(("vpc", inside, NetworkPlan.switchName(plan.id, vpc), 17))
        }
        return result
    }

    private static func batch(_ argv: [String], _ lines: [String]) async throws(LabFailure) {
        try await Command.run(argv, input: lines.joined(separator: "\n") + "\n")
    }

    private static func writeEtc(_ plan: NetworkPlan, users: LabUsers, folder: String) throws(LabFailure) {
        try Disk.makeFolder(etc, mode: 0o755)
        for machine in plan.machines {
            guard let role = NetworkPlan.role(of: machine.name), role == .bastion || role == .host else { continue }
            let place = "\(etc)/\(machine.namespace)"
            try Disk.makeFolder(place, mode: 0o755)
            let names = role == .host ? plan.machines.filter { $0.vpc == machine.vpc } : []
            let files = LabAccounts.files(
                users: [role == .bastion ? users.jump : users.app, users.admin],
                home: "\(folder)/servers/\(machine.name)/home",
                hosts: names.compactMap { near in near.inside.map { ($0, NetworkPlan.hostName(near.name)) } })
            // A file that the machine lacks cannot be covered.
            for (name, text) in files where Disk.exists("/etc/\(name)") {
                try Disk.write(text, to: "\(place)/\(name)", mode: name == "shadow" ? 0o640 : 0o644)
            }
        }
    }
}
