/// Reads the fields of a key's blob (RFC 4251 section 5), as widely as sshd does, and notes where OpenSSH would have
/// written something else.
struct BlobReader {
    private(set) var rest: ArraySlice<UInt8>
    /// Whether everything so far stood there in the one form that OpenSSH writes.
    var isCanonical = true

    /// 16384 bits: more, and sshd does not read the number.
    static let longestNumber = 2048

    init(_ blob: [UInt8]) { rest = blob[...] }

    /// A `string`: its length in four bytes, then its bytes.
    mutating func string() throws(KeyError) -> ArraySlice<UInt8> {
        guard rest.count >= 4 else { throw .malformed(.cutShort) }
        let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let body = rest.dropFirst(4)
        guard length <= body.count else { throw .malformed(.cutShort) }
        rest = body.dropFirst(length)
        return body.prefix(length)
    }

    /// A `string` that holds text: sshd lets one NUL pass at its end, and none elsewhere.
    mutating func text() throws(KeyError) -> ArraySlice<UInt8> {
        let text = try string()
        guard let end = text.firstIndex(of: 0) else { return text }
        guard end == text.index(before: text.endIndex) else { throw .malformed(.badLength) }
        isCanonical = false
        return text.dropLast()
    }

    /// An `mpint` that is not negative: its bytes, without zeros in front.
    mutating func number() throws(KeyError) -> [UInt8] {
        let bytes = try string()
        guard let first = bytes.first else { return [] }
        guard first < 0x80 else { throw .malformed(.negativeNumber) }
        guard bytes.count <= Self.longestNumber + (first == 0 ? 1 : 0) else { throw .malformed(.tooLarge) }
        let magnitude = bytes.drop { $0 == 0 }
        if BlobWriter.number(magnitude).count - 4 != bytes.count { isCanonical = false }
        return Array(magnitude)
    }

    func finish() throws(KeyError) {
        guard rest.isEmpty else { throw .malformed(.trailingBytes) }
    }
}

/// Writes the fields of a key's blob.
enum BlobWriter {
    static func string(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let length = UInt32(truncatingIfNeeded: bytes.count)
        return (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + bytes
    }

    /// - Parameter magnitude: without zeros in front.
    static func number(_ magnitude: some Collection<UInt8>) -> [UInt8] {
        string((magnitude.first ?? 0) >= 0x80 ? [0] + Array(magnitude) : Array(magnitude))
    }
}
