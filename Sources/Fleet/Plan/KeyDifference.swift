public import AuthorizedKeys

/// Something about a key, or a line without one, in an account of a machine that is to be told.
public struct KeyDifference: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Declared, and in no line of the account.
        case missing
        /// Ours, but not declared for this account (any more); or one line too many for a key that is.
        case superfluous
        /// Declared, and there with other options or another comment.
        case altered
        /// In no roster.
        case foreign
        /// Revoked, and there.
        case revoked
        /// sshd passes over the line.
        case ignored
    }

    /// What is to become of it.
    public enum Action: String, Sendable, Hashable {
        case add, remove, replace, quarantine, keep
    }

    public let kind: Kind
    public let action: Action
    /// As sshd is told to open it.
    public let file: RawText
    /// Counts from 1; nil for what is not there yet.
    public let line: Int?
    /// Nil where no key is to be found on the line.
    public let key: PublicKey?
    /// ``Person/id``, as declared, as the roster has it, or as our comment says.
    public let person: String?
    public let comment: RawText
    /// Why, fit for a terminal: lower case, no final stop.
    public let reason: String

    /// Whether the account is not as declared because of it. Foreign keys that may stay are not, and neither are lines that
    /// sshd ignores and nobody declared.
    public var isDifference: Bool { action != .keep || (kind == .ignored && key != nil && person != nil) }

    /// Whether somebody may get in by it who should not.
    public var isTooMuch: Bool { kind == .revoked || kind == .superfluous }
}
