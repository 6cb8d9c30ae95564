public import Inventory

/// Which crossings are tried from each machine.
///
/// Not all of all: two fleets of 200 would be 40,000. Every machine tries a few, and between them the machines of a VPC try
/// everything of every other VPC as often as they can.
public struct CrossingPlan: Sendable, Hashable {
    /// Targets of one other VPC that a machine tries, at most.
    static let usual = 8

    public let crossings: [Machine: [Crossing]]
    /// What none of the machines gets to, because there are too few of them.
    public let left: [Crossing.Target]

    init(crossings: [Machine: [Crossing]], left: [Crossing.Target]) {
        self.crossings = crossings
        self.left = left
    }

    /// - Parameter addresses: by VPC, what names mean there.
    public init(
        _ inventory: Inventory, from machines: [Machine], addresses: [String: [String: String]] = [:],
        each most: Int? = nil
    ) {
        var crossings: [Machine: [Crossing]] = [:]
        var left: [Crossing.Target] = []
        let groups = Dictionary(grouping: machines, by: \.vpc)
        for vpc in inventory.vpcs {
            let sources = groups[vpc.name] ?? []
            for other in inventory.vpcs where other.name != vpc.name {
                let targets = Self.targets(of: other, in: inventory, addresses[other.name] ?? [:])
                guard !sources.isEmpty, !targets.isEmpty else { continue }
                let share = min(most ?? Self.usual, targets.count)
                for (number, source) in sources.enumerated() {
                    for step in 0..<share {
                        let target = targets[(number * share + step) % targets.count]
                        crossings[source, default: []].append(Crossing(from: source, to: target))
                    }
                }
                left += targets.dropFirst(sources.count * share)
            }
        }
        self.crossings = crossings
        self.left = left
    }

    /// Bastions, then databases, then hosts, each address once.
    static func targets(
        of vpc: VPC, in inventory: Inventory, _ addresses: [String: String] = [:]
    ) -> [Crossing.Target] {
        let environments = inventory.environments.filter { $0.vpc == vpc.name }
        let all: [(Crossing.Target.Kind, HostPort)] =
            vpc.bastions.map { (.bastion, $0.address) }
            + environments.flatMap { $0.databases.flatMap(\.endpoints).map { (.database, $0) } }
            + environments.flatMap { $0.hosts.list.map { (.host, $0.address) } }
        var seen: Set<HostPort> = []
        return all.filter { seen.insert($0.1).inserted }
            .map { kind, address in
                let dialled = addresses[address.host].flatMap { host in
                    try? HostPort(host.contains(":") ? "[\(host)]:\(address.port)" : "\(host):\(address.port)")
                }
                return Crossing.Target(kind: kind, vpc: vpc.name, address: address, dialled: dialled)
            }
    }
}
