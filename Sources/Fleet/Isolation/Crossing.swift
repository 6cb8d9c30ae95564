public import Inventory

/// A way that must not be there: from a machine of one VPC to something of another.
public struct Crossing: Sendable, Hashable {
    public struct Target: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable {
            case bastion, host, database
        }

        public let kind: Kind
        public let vpc: String
        public let address: HostPort
        /// Where it is dialled: its address, where a host of its own VPC knows one for the name that is declared.
        public let dialled: HostPort

        init(kind: Kind, vpc: String, address: HostPort, dialled: HostPort? = nil) {
            self.kind = kind
            self.vpc = vpc
            self.address = address
            self.dialled = dialled ?? address
        }
    }

    public let from: Machine
    public let to: Target
}

/// What came of trying one.
public enum CrossingOutcome: Sendable, Hashable {
    /// Somebody answered: the networks are not apart.
    case open
    /// Whatever is there refused the connection. A firewall may have done so in its name; but it may as well be that packets
    /// pass, to where nothing listens just now.
    case answered
    /// The network did not let it through; how that showed.
    case shut(String)
    /// Nobody knows; why, fit for a terminal.
    case untested(String)

    /// Whether somebody has to look.
    public var isFinding: Bool { self == .open || self == .answered }

    /// What it comes to, in one word for programs.
    var verdict: String {
        switch self {
        case .open, .answered: "finding"
        case .shut: "refused"
        case .untested: "not-measured"
        }
    }

    var name: String {
        switch self {
        case .open: "open"
        case .answered: "answered"
        case .shut: "shut"
        case .untested: "untested"
        }
    }
}

public struct CrossingResult: Sendable, Hashable {
    public let crossing: Crossing
    public let outcome: CrossingOutcome
}
