#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An IPv4 or IPv6 address, as a number.
///
/// Only the full forms are read. What `inet_aton` takes besides (`10.1`, `0x7f000001`, `0177.0.0.1`) is refused, since
/// a resolver would turn it into an address that no rule here has seen; so is an IPv4 address in IPv6 clothing
/// (`::ffff:10.0.0.1`), which would slip past a comparison of families.
public struct IPAddress: Sendable, Hashable {
    public enum Family: Sendable, Hashable {
        case v4, v6

        /// The bits of an address.
        public var width: Int { self == .v4 ? 32 : 128 }
    }

    public let family: Family
    /// The address in host order; of an IPv4 address the lower 32 bits.
    public let bits: UInt128

    init(family: Family, bits: UInt128) {
        self.family = family
        self.bits = bits
    }

    /// Nil for whatever is not exactly one address.
    public init?(_ text: String) {
        if let bits = Self.v4Bits(text) {
            self.init(family: .v4, bits: bits)
        } else if let bits = Self.v6Bits(text) {
            guard bits >> 32 != 0xFFFF else { return nil }
            self.init(family: .v6, bits: bits)
        } else {
            return nil
        }
    }

    /// The same, but an IPv4 address in IPv6 clothing is the IPv4 address: for what somebody asks about, and for what a
    /// machine says of a peer.
    public init?(folding text: String) {
        if let address = IPAddress(text) {
            self = address
        } else if let bits = Self.v6Bits(text) {
            self.init(family: .v4, bits: bits & 0xFFFF_FFFF)
        } else {
            return nil
        }
    }

    /// Whether it is this machine's own way to itself.
    public var isLoopback: Bool { family == .v4 ? bits >> 24 == 127 : bits == 1 }

    private static func v4Bits(_ text: String) -> UInt128? {
        let octets = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard text.utf8.count <= 15, octets.count == 4 else { return nil }
        var bits: UInt128 = 0
        for octet in octets {
            guard (1...3).contains(octet.count), octet.allSatisfy(Characters.isDigit),
                octet.count == 1 || octet.first != UInt8(ascii: "0")
            else { return nil }
            let value = octet.reduce(0) { $0 * 10 + UInt128($1 - UInt8(ascii: "0")) }
            guard value <= 255 else { return nil }
            bits = bits << 8 | value
        }
        return bits
    }

    private static func v6Bits(_ text: String) -> UInt128? {
        // The alphabet is checked first: inet_pton(3) reads up to a NUL, and some read a zone behind a percent sign.
        guard text.utf8.count <= 45, text.utf8.contains(UInt8(ascii: ":")),
            text.utf8.allSatisfy({ Characters.isHexDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
        else { return nil }
        var address = in6_addr()
        guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
        return withUnsafeBytes(of: address) { bytes in bytes.reduce(0) { $0 << 8 | UInt128($1) } }
    }
}

extension IPAddress: CustomStringConvertible {
    /// The canonical text (RFC 5952), without brackets.
    public var description: String {
        let bytes = stride(from: family.width - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> $0) }
        guard family == .v6 else { return bytes.map { String($0) }.joined(separator: ".") }
        var text = [CChar](repeating: 0, count: 64)
        let written = inet_ntop(AF_INET6, bytes, &text, socklen_t(text.count))
        guard written != nil else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
