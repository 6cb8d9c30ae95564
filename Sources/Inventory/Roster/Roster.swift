public import AuthorizedKeys

/// Everybody who may reach anything, and the keys of those who no longer may: what `keys/` declares.
///
/// One that came from files holds these without asking again: every environment that is granted exists, no key is two
/// people's, and nobody has a revoked one.
public struct Roster: Sendable, Equatable {
    /// The absolute path of `keys/`.
    public let folder: String
    /// By ``Person/id``; nobody whose time is over.
    public let people: [Person]
    /// Those whose time is over, by id: they count as gone, and their keys are nobody's.
    public let expired: [Person]
    /// In file order, each key once.
    public let revoked: [RevokedKey]
    /// `keys/revoked_keys` byte for byte, fit for sshd's `RevokedKeys`; empty where there is no such file.
    public let revokedFile: [UInt8]

    public init(
        folder: String, people: [Person], expired: [Person] = [], revoked: [RevokedKey] = [], revokedFile: [UInt8] = []
    ) {
        self.folder = folder
        self.people = people
        self.expired = expired
        self.revoked = revoked
        self.revokedFile = revokedFile
    }

    public func person(_ id: String) -> Person? { people.first { $0.id == id } }

    /// Whose key it is; nil for one that is nobody's.
    public func owner(of key: PublicKey) -> Person? {
        people.first { person in person.keys.contains { $0.key == key } }
    }

    public func isRevoked(_ key: PublicKey) -> Bool { revoked.contains { $0.key == key } }

    /// Those who reach the admin account.
    public var admins: [Person] { people.filter(\.isAdmin) }

    /// The id that `id` was probably meant to be, for a message.
    public func id(like id: String) -> String? {
        Spelling.nearest(to: id, among: (people + expired).map(\.id))
    }
}

/// A roster, and what is to be said beside it.
public struct RosterReading: Sendable, Equatable {
    public let roster: Roster
    /// No errors: who has expired and so counts as gone, a roster with too few admins. By file and position.
    public let notes: [Finding]

    public init(roster: Roster, notes: [Finding] = []) {
        self.roster = roster
        self.notes = notes
    }
}
