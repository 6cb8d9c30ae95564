/// A network with its own bastions, whitelist and addresses.
public struct VPC: Sendable, Equatable {
    public let name: String
    public let cidr: CIDR
    /// Who is admitted to the bastions; entries that have expired are not in it.
    public let whitelist: [WhitelistEntry]
    /// The entries that have expired: where these are all, nobody is admitted, which is not the same as no whitelist.
    public let expiredWhitelist: [WhitelistEntry]
    /// In the order they are tried; at least one.
    public let bastions: [Bastion]
    /// The account on the bastions that tunnels pass through.
    public let user: String
    public let admin: AdminAccount?
    /// OpenSSH known_hosts files, as absolute paths, for what has no key pinned; nobody has looked whether they exist.
    public let knownHosts: [String]
    /// What becomes of foreign keys on its bastions.
    public let foreign: ForeignKeys
    /// From the login policy, of its bastions; those that have expired are not in it.
    public let exceptions: [PolicyException]
    /// Those that have expired, and so hold no more.
    public let expiredExceptions: [PolicyException]

    public init(
        name: String, cidr: CIDR, whitelist: [WhitelistEntry], bastions: [Bastion], user: String,
        admin: AdminAccount?, knownHosts: [String], foreign: ForeignKeys = .keep,
        expiredWhitelist: [WhitelistEntry] = [], exceptions: [PolicyException] = [],
        expiredExceptions: [PolicyException] = []
    ) {
        self.name = name
        self.cidr = cidr
        self.whitelist = whitelist
        self.bastions = bastions
        self.user = user
        self.admin = admin
        self.knownHosts = knownHosts
        self.foreign = foreign
        self.exceptions = exceptions
        self.expiredExceptions = expiredExceptions
        self.expiredWhitelist = expiredWhitelist
    }
}
