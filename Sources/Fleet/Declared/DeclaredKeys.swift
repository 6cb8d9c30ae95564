public import AuthorizedKeys
public import Inventory

/// What a roster and a levels.yaml together put into the authorized_keys of every managed account. Pure: the same
/// declarations give the same lines, byte for byte.
///
/// A person's grants become lines on the bastions (forwarding to the SSH ports of the hosts they may reach, nothing else)
/// and on those hosts (forwarding to the declared databases; with `shell`, a terminal and commands too). Admins get the
/// admin account on every bastion and host of a VPC that has one, and elsewhere no more than their `access` says.
public struct DeclaredKeys: Sendable {
    public let inventory: Inventory
    public let roster: Roster
    private let revoked: Set<PublicKey>

    public init(inventory: Inventory, roster: Roster) {
        self.inventory = inventory
        self.roster = roster
        revoked = Set(roster.revoked.map(\.key))
    }

    /// The managed accounts on a machine, and what is to be in each; those that are to have no keys as well.
    public func accounts(on machine: Machine) throws(OptionError) -> [DeclaredAccount] {
        guard let vpc = inventory.vpc(named: machine.vpc) else { return [] }
        switch machine.role {
        case .bastion: return try accounts(onBastionsOf: vpc)
        case .host: return try accounts(onHostAt: machine.address, in: vpc)
        }
    }

    /// The managed accounts on each bastion of a VPC.
    public func accounts(onBastionsOf vpc: VPC) throws(OptionError) -> [DeclaredAccount] {
        let environments = inventory.environments.filter { $0.vpc == vpc.name }
        let isOpen = vpc.whitelist.isEmpty && vpc.expiredWhitelist.isEmpty
        let whitelist = Sources(whitelist: isOpen ? nil : vpc.whitelist.map(\.cidr))
        var builder = AccountBuilder(sources: { person in person.from.isEmpty ? whitelist : .networks(person.from) })
        builder.declare(vpc.user, .jump)
        for person in roster.people {
            for environment in environments {
                guard let level = person.level(in: environment.name) else { continue }
                let hosts = environment.hosts.entrances(level, hasDatabases: !environment.databases.isEmpty)
                let entitlement = Entitlement(
                    forwards: hosts.map(\.address), canLog: environment.syslog == .required)
                builder.add(entitlement, for: person, to: vpc.user)
            }
        }
        if let admin = vpc.admin {
            builder.declare(admin.user, .admin)
            let all = environments.flatMap { $0.hosts.list.map(\.address) }
            for person in roster.admins {
                builder.add(Entitlement(canRun: true, forwards: all), for: person, to: admin.user)
            }
        }
        return try builder.accounts(without: revoked)
    }

    /// The managed accounts on a host: what all environments of the VPC that list its address say of it.
    public func accounts(onHostAt address: HostPort, in vpc: VPC) throws(OptionError) -> [DeclaredAccount] {
        let places = inventory.environments.filter { $0.vpc == vpc.name }.compactMap { environment in
            environment.hosts.list.first { $0.address == address }.map { (environment, $0.databaseReachable) }
        }
        return try accounts(on: places, vpc)
    }

    /// The managed accounts on any host of an environment, for an image that its hosts are started from: where databases
    /// can be reached from some of them, as if from all.
    public func accounts(onHostsOf environment: Environment) throws(OptionError) -> [DeclaredAccount] {
        guard let vpc = inventory.vpc(of: environment) else { return [] }
        return try accounts(on: [(environment, !environment.hosts.databaseReachable.isEmpty)], vpc)
    }

    private func accounts(on places: [(Environment, isReachable: Bool)], _ vpc: VPC) throws(OptionError)
        -> [DeclaredAccount]
    {
        // sshd there sees the bastion's address, whoever comes through it.
        var builder = AccountBuilder(sources: { _ in .anywhere })
        for (environment, isReachable) in places {
            let user = environment.hosts.user
            builder.declare(user, .app)
            let databases = isReachable ? environment.databases.flatMap(\.endpoints) : []
            for person in roster.people {
                guard let level = person.level(in: environment.name) else { continue }
                builder.add(Entitlement(canRun: level == .shell, forwards: databases), for: person, to: user)
            }
        }
        if let admin = vpc.admin, !places.isEmpty {
            builder.declare(admin.user, .admin)
            for person in roster.admins { builder.add(Entitlement(canRun: true), for: person, to: admin.user) }
        }
        return try builder.accounts(without: revoked)
    }
}

extension HostGroup {
    /// The hosts that a person of this level has any business with.
    fileprivate func entrances(_ level: AccessLevel, hasDatabases: Bool) -> [Host] {
        switch level {
        case .shell: list
        case .tunnel: hasDatabases ? databaseReachable : []
        }
    }
}
