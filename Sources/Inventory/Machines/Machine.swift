/// A bastion or a host that the declared state must hold on: an address of a VPC, whichever environments name it.
public struct Machine: Sendable, Hashable {
    public enum Role: String, Sendable, Hashable, CaseIterable {
        case bastion, host
    }

    public let role: Role
    /// The name of its VPC.
    public let vpc: String
    /// What people call it: a host's first name, a bastion's address.
    public let name: String
    public let address: HostPort
    /// The keys it may prove to hold; where there are none, the VPC's known_hosts files decide.
    public let hostKeys: [HostKeyPin]
    /// The environments that it serves, in the order of levels.yaml: of a bastion all of its VPC.
    public let environments: [String]
    /// What becomes of foreign keys: removed only where everything that names the machine says so.
    public let foreign: ForeignKeys

    package init(
        role: Role, vpc: String, name: String, address: HostPort, hostKeys: [HostKeyPin], environments: [String],
        foreign: ForeignKeys
    ) {
        self.role = role
        self.vpc = vpc
        self.name = name
        self.address = address
        self.hostKeys = hostKeys
        self.environments = environments
        self.foreign = foreign
    }
}

extension Environment {
    /// One of the hosts, as this environment calls it.
    public func machine(_ host: Host) -> Machine {
        Machine(
            role: .host, vpc: vpc, name: host.name, address: host.address, hostKeys: host.hostKeys,
            environments: [name], foreign: foreign)
    }
}

extension Inventory {
    /// Every bastion and host, each address of a VPC once: VPC by VPC, bastions first, in the order of levels.yaml.
    public var machines: [Machine] {
        vpcs.flatMap { vpc in
            let environments = environments.filter { $0.vpc == vpc.name }
            let bastions = vpc.bastions.map { bastion in
                Machine(
                    role: .bastion, vpc: vpc.name, name: bastion.address.description, address: bastion.address,
                    hostKeys: bastion.hostKeys, environments: environments.map(\.name), foreign: vpc.foreign)
            }
            return bastions + Self.hosts(of: environments, in: vpc)
        }
    }

    private static func hosts(of environments: [Environment], in vpc: VPC) -> [Machine] {
        var order: [HostPort] = []
        var places: [HostPort: [(Environment, Host)]] = [:]
        for environment in environments {
            for host in environment.hosts.list {
                if places[host.address] == nil { order.append(host.address) }
                places[host.address, default: []].append((environment, host))
            }
        }
        return order.compactMap { address in
            guard let all = places[address], let (_, first) = all.first else { return nil }
            var seen: Set<HostKeyPin> = []
            return Machine(
                role: .host, vpc: vpc.name, name: first.name, address: address,
                hostKeys: all.flatMap { $0.1.hostKeys }.filter { seen.insert($0).inserted },
                environments: all.map { $0.0.name },
                foreign: all.allSatisfy { $0.0.foreign == .remove } ? .remove : .keep)
        }
    }
}
