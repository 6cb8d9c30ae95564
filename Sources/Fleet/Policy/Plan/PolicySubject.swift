internal import AuthorizedKeys
public import Inventory

/// What a machine's sshd is to be, and for whom that is asked.
public struct PolicySubject: Sendable {
    public let role: PolicyRole
    /// Whose logins are looked at: the accounts that are managed there, and root.
    public let users: [String]
    /// Where they may come from: an address of each network of the VPC's whitelist, and one of nobody's.
    public let addresses: [String]
    /// What is declared to be otherwise there.
    let exceptions: (inForce: [PolicyException], expired: [PolicyException])

    init(
        role: PolicyRole, users: [String], addresses: [String],
        exceptions: (inForce: [PolicyException], expired: [PolicyException]) = ([], [])
    ) {
        self.role = role
        self.users = users
        self.addresses = addresses
        self.exceptions = exceptions
    }

    public init(_ machine: Machine, in inventory: Inventory, _ roster: Roster, users: [String], at now: Int64) {
        role = inventory.policyRole(of: machine)
        exceptions = inventory.exceptions(on: machine)
        self.users = users + (users.contains("root") ? [] : ["root"])
        let whitelist = inventory.vpc(named: machine.vpc).map { Whitelist(of: $0, in: inventory, roster, at: now) }
        let networks = whitelist?.addresses.networks ?? []
        let outsider = Self.nobodys.first { address in !networks.contains { $0.contains(address) } }
        addresses = networks.map(\.base.description) + (outsider.map { [$0.description] } ?? [])
    }

    /// Of the networks that are kept for documentation (RFC 5737, RFC 3849).
    private static let nobodys = ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1"].compactMap {
        IPAddress($0)
    }
}

extension Inventory {
    /// A host on which no tunnel may end is told so in levels.yaml: `databaseReachable: false`.
    func policyRole(of machine: Machine) -> PolicyRole {
        guard machine.role == .host else { return .bastion }
        let entries = environments.filter { $0.vpc == machine.vpc }.flatMap(\.hosts.list)
            .filter { $0.address == machine.address }
        return entries.contains(where: \.databaseReachable) ? .tunnelHost : .host
    }
}
