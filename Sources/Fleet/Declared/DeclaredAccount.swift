public import AuthorizedKeys

/// An account whose keys are declared, and the keys that it is to have.
public struct DeclaredAccount: Sendable, Equatable {
    /// What an account is for; one may serve several.
    public enum Purpose: String, Sendable, Hashable, CaseIterable, Comparable {
        /// Tunnels pass through it, on a bastion.
        case jump
        /// Tunnels end in it, and people log in to it, on a host.
        case app
        /// Fleet work, on bastions and hosts.
        case admin

        public static func < (left: Purpose, right: Purpose) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .jump: 0
            case .app: 1
            case .admin: 2
            }
        }
    }

    public let user: String
    /// Sorted; at least one.
    public let purposes: [Purpose]
    /// By person and then in the order of the person's file.
    public let keys: [DeclaredAccountKey]

    /// The lines of its authorized_keys, without line ends.
    public var lines: [String] { keys.map(\.line) }

    /// Whether ``DeclaredAccountKey/leavesOutSources`` is so of any of them.
    public var leavesOutSources: Bool { keys.contains(where: \.leavesOutSources) }
}

/// A key that an account is to have.
public struct DeclaredAccountKey: Sendable, Equatable {
    /// ``Person/id``
    public let person: String
    public let entry: AuthorizedKey
    /// The entry as it is to stand in the file, without a line end.
    public let line: String
    /// Whether the whitelist is too long for its `from=`: then the line lets it in from anywhere, and something else has to
    /// keep others out.
    public let leavesOutSources: Bool
}
