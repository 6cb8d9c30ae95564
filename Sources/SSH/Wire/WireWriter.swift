/// Writes SSH's data types (RFC 4251 section 5).
public struct WireWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init(reservingCapacity capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    public mutating func raw(_ more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    public mutating func byte(_ value: UInt8) {
        bytes.append(value)
    }

    public mutating func boolean(_ value: Bool) {
        bytes.append(value ? 1 : 0)
    }

    public mutating func uint32(_ value: UInt32) {
        for shift in stride(from: 24, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    public mutating func uint64(_ value: UInt64) {
        uint32(UInt32(truncatingIfNeeded: value >> 32))
        uint32(UInt32(truncatingIfNeeded: value))
    }

    /// A `string`; what is longer than four bytes can count is ours, never foreign, and cannot be held in memory that
    /// we use.
    public mutating func string(_ value: some Collection<UInt8>) {
        uint32(UInt32(value.count))
        raw(value)
    }

    public mutating func string(_ value: String) {
        string(Array(value.utf8))
    }

    public mutating func nameList(_ names: [String]) {
        string(names.joined(separator: ","))
    }

    /// An `mpint` that is not negative, from its magnitude, most significant byte first.
    public mutating func mpint(_ magnitude: some Collection<UInt8>) {
        let significant = magnitude.drop { $0 == 0 }
        let needsSign = (significant.first ?? 0) >= 0x80
        uint32(UInt32(significant.count + (needsSign ? 1 : 0)))
        if needsSign { byte(0) }
        raw(significant)
    }
}
