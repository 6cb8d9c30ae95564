public import AuthorizedKeys

/// A file on a machine as it was found, and as it is to be.
public struct FileState: Sendable, Hashable {
    public let path: RawText
    /// Nil where there is none, or it could not be read.
    public let before: FileHash?
    public let after: FileHash?
    /// Why it could not be read; nil where it was.
    public let problem: String?
}
