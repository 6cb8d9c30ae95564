/// Why a file was not copied; lower case, no final stop, and what came from the host is escaped.
public struct CopyFailure: Error, Sendable {
    public enum Side: Sendable { case local, remote }

    public let side: Side
    public let message: String
    public let hint: String?
    /// Whether the same again may do: it goes on where this one ended.
    public let isWorthAnotherTry: Bool

    init(_ side: Side, _ message: String, hint: String? = nil, isWorthAnotherTry: Bool = false) {
        self.side = side
        self.message = message
        self.hint = hint
        self.isWorthAnotherTry = isWorthAnotherTry
    }
}
