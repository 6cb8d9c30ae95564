import Inventory
import Tunnel

extension TunnelOptions {
    /// Has the inventory declare other things than the lab's levels.yaml does, as consistently as a file would.
    mutating func declare(
        bastions: [Bastion]? = nil, hosts: HostGroup? = nil, databases: [Database]? = nil
    ) {
        let vpc = VPC(
            name: vpc.name, cidr: vpc.cidr, whitelist: vpc.whitelist, bastions: bastions ?? vpc.bastions,
            user: vpc.user,
            admin: vpc.admin, knownHosts: vpc.knownHosts)
        let environment = Environment(
            name: environment.name, vpc: environment.vpc, protected: environment.protected,
            hosts: hosts ?? environment.hosts, databases: databases ?? environment.databases)
        inventory = Inventory(
            path: inventory.path, identities: inventory.identities,
            vpcs: inventory.vpcs.map { $0.name == vpc.name ? vpc : $0 },
            environments: inventory.environments.map { $0.name == environment.name ? environment : $0 })
        self.vpc = vpc
        self.environment = environment
    }

    /// Leads the tunnel to an endpoint that is declared in the place of every other.
    mutating func declare(target address: String, named name: String) throws {
        target = try HostPort(address)
        database = Database(
            name: name, engine: .tcp, writer: target, reader: nil, databaseName: nil, user: nil, password: nil,
            localPort: nil)
        declare(databases: [database])
    }

    /// Only the first bastion and the first host, so that what happens to them is what happens.
    mutating func keepOneRoute() {
        declare(
            bastions: Array(vpc.bastions.prefix(1)),
            hosts: HostGroup(user: environment.hosts.user, list: Array(environment.hosts.list.prefix(1))))
    }
}

/// Ours: the testing library has an `ExitStatus` as well.
typealias CommandExit = ExitStatus
