/// What `levels.yaml` declares, checked against all of its rules.
///
/// One that came from a file holds these without asking again: every environment's VPC exists, networks do not
/// overlap, every IP literal of a host or database lies in its own VPC, and no local port is given twice.
public struct Inventory: Sendable, Equatable {
    /// The absolute path of the file it was read from.
    public let path: String
    /// Key files to offer to every hop, as absolute paths; nobody has looked whether they exist.
    public let identities: [String]
    /// In file order.
    public let vpcs: [VPC]
    /// In file order.
    public let environments: [Environment]

    public init(path: String, identities: [String], vpcs: [VPC], environments: [Environment]) {
        self.path = path
        self.identities = identities
        self.vpcs = vpcs
        self.environments = environments
    }

    public func vpc(named name: String) -> VPC? { vpcs.first { $0.name == name } }

    /// Nil only for an environment that is not of this inventory.
    public func vpc(of environment: Environment) -> VPC? { vpc(named: environment.vpc) }

    public func environment(named name: String) -> Environment? { environments.first { $0.name == name } }

    /// The declared name that `name` was probably meant to be, for a message.
    public func environmentName(like name: String) -> String? {
        Spelling.nearest(to: name, among: environments.map(\.name))
    }
}
