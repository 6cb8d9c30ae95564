/// Makes bastions and hosts that are whole machines, and starts them.
struct MachineMaker: Sendable {
    let builder: LabBuilder
    /// Lines of authorized_keys: the same for every account, to begin with.
    let authorizedKeys: [String]

    private var lab: String { builder.folder }

    /// How many are started before the first of them is waited for: enough to keep all processors busy, and few enough
    /// for an interruption to be soon over.
    private static let crew = 32

    func start(_ role: LabServer.Role, in state: LabState) async throws {
        let machines = builder.machines.filter { $0.role == role }
        let users = [role == .bastion ? state.users.jump : state.users.app, state.users.admin]
        try writeCommon(role, users: users, in: state)
        var left = machines[...]
        while !left.isEmpty {
            let crew = left.prefix(Self.crew)
            left = left.dropFirst(Self.crew)
            let records = try await withThrowingTaskGroup(of: ServerRecord.self) { group in
                for machine in crew { group.addTask { try await prepare(machine, users: users, in: state) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try await builder.life.start(machines: records)
            tell(role, machines.count - left.count, of: machines.count)
        }
    }

    private func tell(_ role: LabServer.Role, _ done: Int, of all: Int) {
        builder.options.progress("\(role.rawValue)s: \(done) of \(all) whole machines run")
    }

    /// The part of `/etc` that is the same on all machines of a role.
    private func writeCommon(_ role: LabServer.Role, users: [String], in state: LabState) throws(LabFailure) {
        let folder = MachineBoot.common(lab, role)
        for path in ["\(lab)/etc", folder, folder + "/sudoers.d"] { try Disk.makeFolder(path, mode: 0o755) }
        try Disk.write(MachineBoot.script, to: MachineBoot.scriptFile(lab))
        let files = LabAccounts.files(users: users, home: "/home", hosts: [])
        for (name, text) in files {
            try Disk.write(text, to: "\(folder)/\(name)", mode: name == "shadow" ? 0o640 : 0o644)
        }
        if state.users.sudo {
            let rule = "\(state.users.admin) ALL=(ALL) NOPASSWD: ALL\n"
            try Disk.write(rule, to: folder + "/sudoers.d/levels-lab", mode: 0o440)
        }
    }

    private func prepare(_ machine: LabPlan.Machine, users: [String], in state: LabState) async throws -> ServerRecord {
        guard let network = state.network, let place = network.machine(machine.name) else {
            throw LabFailure.notPossible("\(machine.name) has no network", hint: "levels-lab down")
        }
        let folder = MachineFolder(path: "\(lab)/servers/\(machine.name)")
        try folder.make()
        try Disk.write(folder.table(common: MachineBoot.common(lab, machine.role)), to: folder.path + "/fstab")
        let near = machine.role == .host ? network.machines.filter { $0.vpc == machine.vpc && !$0.isInCrowd } : []
        let names = near.compactMap { near in near.inside.map { "\($0) \(NetworkPlan.hostName(near.name))" } }
        let hosts = ["127.0.0.1 localhost", "127.0.1.1 \(machine.name)"] + names
        try Disk.write(hosts.joined(separator: "\n") + "\n", to: folder.etc + "/hosts", mode: 0o644)
        try Disk.write(machine.name + "\n", to: folder.etc + "/hostname", mode: 0o644)
        if !place.isInCrowd {
            // As nftables.service does when a machine starts: what is not in that file is gone then.
            let rules = "flush ruleset\n" + Firewall(plan: network, machine: place, role: machine.role).text
            try Disk.write(rules, to: folder.etc + "/nftables.conf", mode: 0o644)
        }
        let hostKey = try await KeyMaker.make("ed25519", at: folder.hostKey, comment: "root@\(machine.name)")
        // A bastion is known by its outer address, and everything else has an inner one only.
        let address = place.outside ?? place.inside ?? "127.0.0.1"
        let config = StockConfig(
            address: place.isInCrowd ? address : "0.0.0.0", rekeyLimit: builder.options.rekeyLimit,
            first: machine.role == .bastion ? builder.options.bastionConfig : builder.options.hostConfig)
        try Disk.write(config.text, to: folder.etc + "/ssh/sshd_config", mode: 0o644)
        _ = try Homes.write(authorizedKeys, for: users, in: folder.path, shared: false)
        return ServerRecord(
            name: machine.name, role: machine.role, flavour: .openssh, vpc: machine.vpc, namespace: place.namespace,
            address: address, port: 22,
            argv: try MachineBoot.argv(lab: lab, name: machine.name, namespace: place.namespace, folder: folder),
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], log: builder.log(machine.name),
            machine: folder.path, greeting: .ssh, hostKey: hostKey)
    }
}
