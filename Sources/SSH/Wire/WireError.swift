/// What can be wrong with bytes that ought to be in SSH's representation (RFC 4251 section 5).
public enum WireError: Error, Hashable, Sendable {
    /// Fewer bytes are left than the value needs. Both in bytes.
    case truncated(needed: Int, left: Int)
    /// A length that is above what its reader allows. Both in bytes.
    case tooLong(length: Int, limit: Int)
    /// The bytes are there, and are not what they should be.
    case malformed(String)
    /// Bytes are left over where the value should have ended.
    case trailing(bytes: Int)

    public var message: String {
        switch self {
        case .truncated(let needed, let left): "cut short: \(needed) bytes needed, \(left) left"
        case .tooLong(let length, let limit): "too long: \(length) bytes, at most \(limit) are taken"
        case .malformed(let what): what
        case .trailing(let bytes): "\(bytes) bytes too many"
        }
    }
}
