/// Reads SSH's data types (RFC 4251 section 5) from bytes that nobody vouches for.
///
/// A length is checked against what is left and against the caller's limit before anything is taken, and no sum of
/// foreign numbers is formed that could overflow. A failed read leaves the reader where it was.
public struct WireReader: Sendable {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    public init(_ bytes: [UInt8]) {
        self.init(bytes[...])
    }

    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// Bytes not yet read.
    public var remaining: Int { bytes.endIndex - position }

    /// Where the next byte is, counted from the first.
    public var offset: Int { position - bytes.startIndex }

    public mutating func take(_ count: Int) throws(WireError) -> ArraySlice<UInt8> {
        guard count >= 0 else { throw .malformed("a negative length") }
        guard count <= remaining else { throw .truncated(needed: count, left: remaining) }
        defer { position += count }
        return bytes[position..<position + count]
    }

    public mutating func byte() throws(WireError) -> UInt8 {
        guard remaining > 0 else { throw .truncated(needed: 1, left: 0) }
        defer { position += 1 }
        return bytes[position]
    }

    /// Every value but zero is true, as RFC 4251 wants it read.
    public mutating func boolean() throws(WireError) -> Bool {
        try byte() != 0
    }

    public mutating func uint32() throws(WireError) -> UInt32 {
        try take(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    public mutating func uint64() throws(WireError) -> UInt64 {
        try take(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The bytes of a `string`. `limit` is in bytes.
    public mutating func string(limit: Int = .max) throws(WireError) -> ArraySlice<UInt8> {
        let before = position
        do throws(WireError) {
            let length = Int(try uint32())
            guard length <= limit else { throw .tooLong(length: length, limit: limit) }
            return try take(length)
        } catch {
            position = before
            throw error
        }
    }

    /// A `string` that has to be UTF-8.
    public mutating func text(limit: Int = .max) throws(WireError) -> String {
        let before = position
        let raw = try string(limit: limit)
        guard let text = String(validating: raw, as: UTF8.self) else {
            position = before
            throw .malformed("text that is not UTF-8")
        }
        return text
    }

    /// A `name-list`: printable ASCII names between commas, none of them empty.
    public mutating func nameList(limit: Int = .max) throws(WireError) -> [String] {
        let before = position
        let raw = try string(limit: limit)
        if raw.isEmpty { return [] }
        var names: [String] = []
        for name in raw.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard !name.isEmpty, name.allSatisfy({ 0x21...0x7e ~= $0 }) else {
                position = before
                throw .malformed("a name-list with an empty or unprintable name")
            }
            names.append(String(decoding: name, as: UTF8.self))
        }
        return names
    }

    /// The magnitude of an `mpint` that must not be negative, without leading zeros. `limit` is in bytes.
    public mutating func mpint(limit: Int = 2049) throws(WireError) -> ArraySlice<UInt8> {
        let before = position
        let raw = try string(limit: limit)
        guard let first = raw.first else { return raw }
        let second = raw.dropFirst().first
        guard first < 0x80, !(first == 0 && (second ?? 0) < 0x80) else {
            position = before
            throw .malformed(first < 0x80 ? "an mpint with needless zeros" : "a negative mpint")
        }
        return first == 0 ? raw.dropFirst() : raw
    }

    /// Says that nothing may follow.
    public func end() throws(WireError) {
        guard remaining == 0 else { throw .trailing(bytes: remaining) }
    }
}
