public import AuthorizedKeys

/// A key that nobody may log in with any more: a line of `keys/revoked_keys`.
public struct RevokedKey: Sendable, Equatable {
    public let key: PublicKey
    public let comment: RawText
    /// Counts from 1.
    public let line: Int

    public init(key: PublicKey, comment: RawText = "", line: Int = 1) {
        self.key = key
        self.comment = comment
        self.line = line
    }
}
