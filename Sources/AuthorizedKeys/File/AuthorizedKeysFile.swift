/// An authorized_keys file, kept byte for byte: what is not meant to change does not.
public struct AuthorizedKeysFile: Sendable, Hashable {
    public enum Failure: Error, Sendable, Hashable {
        /// In bytes.
        case tooLarge(limit: Int)
        case tooManyLines(limit: Int)

        public var message: String {
            switch self {
            case .tooLarge(let limit): "the file is larger than \(limit >> 20) MiB"
            case .tooManyLines(let limit): "the file has more than \(limit) lines"
            }
        }

        public var hint: String {
            switch self {
            case .tooLarge, .tooManyLines: "find out what wrote so much into it, and take it out by hand"
            }
        }
    }

    /// The largest file that is read, in bytes.
    public static let limit = 16 << 20
    /// The most lines: what is kept of each takes more room than an empty line.
    public static let lineLimit = 1 << 18

    public let lines: [AuthorizedKeysLine]

    init(lines: [AuthorizedKeysLine]) { self.lines = lines }

    /// Any bytes are a file: what sshd makes of a line is the line's ``AuthorizedKeysLine/verdict(_:)``.
    public init(_ bytes: [UInt8] = []) throws(Failure) {
        guard bytes.count <= Self.limit else { throw .tooLarge(limit: Self.limit) }
        var lines: [AuthorizedKeysLine] = []
        var start = 0
        while start < bytes.count {
            guard lines.count < Self.lineLimit else { throw .tooManyLines(limit: Self.lineLimit) }
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
            lines.append(AuthorizedKeysLine(bytes[start..<end]))
            start = end
        }
        self.lines = lines
    }

    /// The file, as it was read or as it has become.
    public var rendered: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(lines.reduce(0) { $0 + $1.bytes.count })
        for line in lines { bytes += line.bytes }
        return bytes
    }

    /// The keys of the file that may let somebody in, in its order and each once.
    public func admittedKeys(_ context: ServerContext) -> [PublicKey] {
        var seen: Set<PublicKey> = []
        return lines.compactMap { line in
            guard line.verdict(context).mayAdmit, let key = line.key, seen.insert(key).inserted else { return nil }
            return key
        }
    }

    /// The index of the line that decides for a key: the first of its lines that is not ignored. Others for the same
    /// key count for nothing, unless that one asks for where the client comes from.
    public func decidingLine(for key: PublicKey, _ context: ServerContext) -> Int? {
        lines.firstIndex { line in
            guard line.key == key else { return false }
            return switch line.verdict(context) {
            case .inForce, .undetermined: true
            case .authority, .ignored: false
            }
        }
    }
}
