public import AuthorizedKeys

/// Somebody in the roster: one file under `keys/`.
public struct Person: Sendable, Equatable {
    /// The file's name without `.yaml`: 1 to 32 of a-z, 0-9, `.`, `_` and `-`, beginning with a letter or a digit.
    public let id: String
    /// What people call them; without control characters, and otherwise anything.
    public let name: String
    /// In file order; at least one.
    public let keys: [PersonKey]
    /// In file order, each environment once; empty for somebody who reaches no environment.
    public let access: [Grant]
    /// Where they may come from; empty where the whitelist of the VPC decides alone.
    public let from: [CIDR]
    /// The last day that all of it holds; nil where it holds until it is taken out.
    public let until: ExpiryDay?
    /// Whether they reach the admin account of every VPC.
    public let isAdmin: Bool
    /// The file, as findings call it.
    public let file: String

    public init(
        id: String, name: String, keys: [PersonKey], access: [Grant], from: [CIDR] = [], until: ExpiryDay? = nil,
        isAdmin: Bool = false, file: String = ""
    ) {
        self.id = id
        self.name = name
        self.keys = keys
        self.access = access
        self.from = from
        self.until = until
        self.isAdmin = isAdmin
        self.file = file
    }

    /// How much of an environment they may reach; nil where that is nothing.
    public func level(in environment: String) -> AccessLevel? {
        access.first { $0.environment == environment }?.level
    }
}

/// A key of somebody's, and where it was declared.
public struct PersonKey: Sendable, Equatable {
    public let key: PublicKey
    public let comment: RawText
    /// In ``Person/file``, of the whole line.
    public let position: Position
    /// The way there, such as `keys[0]`.
    public let path: String

    public init(
        key: PublicKey, comment: RawText = "", position: Position = Position(line: 1, column: 1), path: String = ""
    ) {
        self.key = key
        self.comment = comment
        self.position = position
        self.path = path
    }
}
