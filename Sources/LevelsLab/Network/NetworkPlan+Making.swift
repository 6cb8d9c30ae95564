extension NetworkPlan {
    var namespaces: [String] { switches + machines.filter { !$0.isInCrowd }.map(\.namespace) }

    /// What stands for the network behind which the hosts beyond the first few are: their namespace has this name, and an
    /// address by which the others reach it.
    static let crowd = "crowd"

    /// The addresses of the crowd: not on the segment itself, or each bastion would have to know the neighbour behind
    /// every one, and the kernel keeps 1024 of those (arp(7), gc_thresh3).
    var crowdRange: String { "10.\(number).16.0/20" }

    func machine(_ name: String) -> Machine? { machines.first { $0.name == name } }

    func namespace(of name: String) -> String? {
        // A relay stands where the client is.
        machine(name.hasPrefix("relay-") ? "client" : name)?.namespace
    }

    /// The range of a VPC: halves of 10.n.0.0/16, so that they share nothing.
    func cidr(of vpc: String) -> String { "10.\(number).\(vpc == LabPlan.prod ? 128 : 0).0/17" }

    /// The name by which hosts, and nobody else, know a machine of theirs.
    static func hostName(_ machine: String) -> String { machine + ".lab.internal" }

    static func switchName(_ id: String, _ segment: String) -> String { "lv\(id)-net-\(segment)" }

    /// Addresses: 198.18.n.0/24 stands for the internet (RFC 2544 keeps it for such), and 10.n.0.0/16 for the VPCs.
    static func make(id: String, _ plan: [LabPlan.Machine]) -> NetworkPlan {
        let number = freeNumber()
        func place(_ name: String, outside: Int?, inside: String?, vpc: String?) -> Machine {
            Machine(
                name: name, namespace: "lv\(id)-\(name)", outside: outside.map { "198.18.\(number).\($0)" },
                inside: inside.map { "10.\(number).\($0)" }, vpc: vpc)
        }
        var machines = [
            place("client", outside: 10, inside: nil, vpc: nil),
            // Somebody on the internet who is on no whitelist.
            place("stranger", outside: 66, inside: nil, vpc: nil),
        ]
        var crowded = 0
        for (index, machine) in plan.filter({ !isInCrowd($0) }).enumerated() {
            let half = machine.vpc == LabPlan.prod ? 128 : 0
            let last = 11 + index
            switch machine.role {
            case .bastion:
                machines.append(place(machine.name, outside: 100 + index, inside: "\(half).\(last)", vpc: machine.vpc))
            case .host:
                machines.append(place(machine.name, outside: nil, inside: "\(half + 1).\(last)", vpc: machine.vpc))
            case .database:
                machines.append(place(machine.name, outside: nil, inside: "\(half + 2).\(last)", vpc: machine.vpc))
            case .relay: break
            }
        }
        for machine in plan where isInCrowd(machine) {
            if crowded == 0 { machines.append(place(crowd, outside: nil, inside: "3.1", vpc: machine.vpc)) }
            machines.append(
                Machine(
                    name: machine.name, namespace: "lv\(id)-\(crowd)", outside: nil,
                    inside: "10.\(number).\(16 + crowded / 250).\(1 + crowded % 250)", vpc: machine.vpc))
            crowded += 1
        }
        let vpcs = Set(plan.map(\.vpc)).sorted()
        return NetworkPlan(
            id: id, number: number, machines: machines,
            switches: (["wan"] + vpcs).map { switchName(id, $0) })
    }

    private static func isInCrowd(_ machine: LabPlan.Machine) -> Bool {
        guard machine.role == .host, machine.name.hasPrefix("host-"), let number = Int(machine.name.dropFirst(5)) else {
            return false
        }
        return number > LabPlan.roomy
    }

    /// A number whose 10.n.0.0/16 this machine has no route to. Namespaces could hold any, but what a person reads in a
    /// log should mean one thing only.
    private static func freeNumber() -> Int {
        let routes = (Disk.text("/proc/net/route") ?? "").split(separator: "\n").dropFirst()
        let used = routes.compactMap { line -> Int? in
            // Hexadecimal, and the first byte of the address is the last pair of digits.
            let destination = line.split(separator: "\t").dropFirst().first ?? ""
            guard destination.count == 8, destination.hasSuffix("0A") else { return nil }
            return Int(destination.dropFirst(4).prefix(2), radix: 16)
        }
        return (1..<255).filter { !used.contains($0) }.randomElement() ?? 200
    }
}
