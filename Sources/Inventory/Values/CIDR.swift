/// A network: an address whose host bits are zero, and the length of its prefix (RFC 4632, RFC 4291 section 2.3).
public struct CIDR: Sendable, Hashable {
    public let base: IPAddress
    /// Bits, from 0 to the width of the family.
    public let prefixLength: Int

    /// Reads `10.10.0.0/16` or `2001:db8::/32`.
    public init(_ text: String) throws(BrokenRule) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        let form = "must be a network such as 10.10.0.0/16 or 2001:db8::/32"
        guard let first = parts.first, let address = IPAddress(String(first) ?? "") else {
            throw Self.mapped(parts).map {
                BrokenRule("is an IPv4 network in IPv6 clothing, which no packet wears", suggestion: $0.description)
            } ?? BrokenRule(form)
        }
        guard parts.count == 2 else {
            throw BrokenRule(form, suggestion: "\(address)/\(address.family.width)")
        }
        let digits = parts[1]
        guard (1...3).contains(digits.count), digits.allSatisfy(Characters.isDigit),
            digits.count == 1 || digits.first != UInt8(ascii: "0"),
            let length = Int(String(digits) ?? ""), length <= address.family.width
        else {
            throw BrokenRule("the prefix must be a number from 0 to \(address.family.width)")
        }
        let network = Self.network(of: address, length)
        guard network == address else {
            throw BrokenRule("the bits behind the prefix must be zero", suggestion: "\(network)/\(length)")
        }
        base = address
        prefixLength = length
    }

    init(base: IPAddress, prefixLength: Int) {
        self.base = base
        self.prefixLength = prefixLength
    }

    /// The network that `::ffff:10.0.0.0/104` means.
    private static func mapped(_ parts: [Substring.UTF8View]) -> CIDR? {
        guard parts.count == 2, let address = IPAddress(folding: String(parts[0]) ?? ""), address.family == .v4,
            let length = Int(String(parts[1]) ?? ""), (96...128).contains(length)
        else { return nil }
        return CIDR(base: network(of: address, length - 96), prefixLength: length - 96)
    }

    /// The shortest prefix that a network of its family may have where nobody declares an exception.
    var shortest: Int { base.family == .v4 ? Limits.prefixV4 : Limits.prefixV6 }
    /// Whether it is a good part of the internet rather than somebody's own.
    public var isTooWide: Bool { prefixLength < shortest }

    public func contains(_ address: IPAddress) -> Bool {
        address.family == base.family && Self.network(of: address, prefixLength) == base
    }

    public func overlaps(_ other: CIDR) -> Bool {
        contains(other.base) || other.contains(base)
    }

    private static func network(of address: IPAddress, _ length: Int) -> IPAddress {
        // A shift by the whole width yields zero, so a prefix of 0 needs no case of its own.
        let hostBits = address.family.width - length
        return IPAddress(family: address.family, bits: (address.bits >> hostBits) << hostBits)
    }
}

extension CIDR: CustomStringConvertible {
    public var description: String { "\(base)/\(prefixLength)" }
}
