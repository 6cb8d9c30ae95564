/// A public key as people hand it over: type, base64, and a comment that may be missing.
public struct KeyLine: Sendable, Hashable {
    public let key: PublicKey
    public let comment: RawText

    /// Longer than any key with a comment that is worth its name; sshd(8) promises to read 8 KiB.
    public static let longest = 8192

    /// Reads one line, strictly, without options in front. A line end behind it is let pass.
    public init(parsing line: String) throws(KeyError) {
        try self.init(parsing: Array(line.utf8))
    }

    public init(parsing line: [UInt8]) throws(KeyError) {
        var line = line[...]
        if line.last == UInt8(ascii: "\n") { line = line.dropLast() }
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        if PrivateKeyMark.isIn(line) { throw .privateKey }
        guard line.count <= Self.longest else { throw .malformed(.tooLarge) }
        guard !line.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { throw .notOneLine }
        let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count > 1, !fields[0].isEmpty, !fields[1].isEmpty else { throw .notAKey }
        let name = RawText(fields[0]).escaped(limit: 64)
        switch KeyName.outer(fields[0]) {
        case .certificate(let type): throw .certificate(type)
        case nil: throw .unknownType(name)
        case .plain(let type):
            guard type.rawValue == name else { throw .malformed(.notCanonical) }
            guard let blob = Base64.decode(fields[1]), Base64.encode(blob) == Array(fields[1]) else {
                throw .badBase64
            }
            key = try PublicKey(blob: blob)
            guard key.type == type else { throw .malformed(.otherType(key.type.rawValue)) }
        }
        comment = RawText(fields.count > 2 ? fields[2] : [])
    }
}
