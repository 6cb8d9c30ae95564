/// A network that a VPC's bastions admit connections from.
public struct WhitelistEntry: Sendable, Hashable {
    public let cidr: CIDR
    /// Whose it is; free text.
    public let owner: String
    /// The last day it holds; nil where it holds until it is taken out.
    public let until: ExpiryDay?
    /// What it is for; free text.
    public let why: String?
    /// Whether it is declared as an exception from how wide a network may be.
    public let isException: Bool

    public init(cidr: CIDR, owner: String, until: ExpiryDay?, why: String? = nil, isException: Bool = false) {
        self.cidr = cidr
        self.owner = owner
        self.until = until
        self.why = why
        self.isException = isException
    }
}
