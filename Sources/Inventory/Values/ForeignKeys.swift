/// What becomes of keys in a managed account that are nobody's in the roster.
public enum ForeignKeys: String, Sendable, Hashable, CaseIterable {
    /// They stay where they are, and are told of.
    case keep
    /// They are moved out of the account.
    case remove
}
