/// Where something listens: a DNS name or an IP address, and a port.
///
/// The host is kept in its canonical form (names in lower case, IPv6 without brackets), so that two ways to write the
/// same endpoint are equal. Nothing is resolved here: a name means what the machine that dials it finds behind it.
public struct HostPort: Sendable, Hashable {
    public let host: String
    /// From 1 to 65535.
    public let port: Int

    /// The address, where `host` is an IP literal rather than a name.
    public var address: IPAddress? { IPAddress(host) }

    /// Reads `name:port`, `192.0.2.1:port` or `[2001:db8::1]:port`.
    ///
    /// `usualPort` only serves the suggestion where the port is missing.
    public init(_ text: String, usualPort: Int? = nil) throws(BrokenRule) {
        let form = "must be name:port, IPv4:port or [IPv6]:port"
        let bytes = Array(text.utf8)
        guard bytes.count <= 300 else { throw BrokenRule("is too long: " + form) }
        let hostEnd: Int
        if bytes.first == UInt8(ascii: "["), let bracket = bytes.firstIndex(of: UInt8(ascii: "]")) {
            guard let literal = IPAddress(String(decoding: bytes[1..<bracket], as: UTF8.self)), literal.family == .v6
            else { throw BrokenRule("what is in brackets must be an IPv6 address, and not a mapped IPv4 one") }
            host = literal.description
            hostEnd = bracket + 1
        } else {
            if let bare = IPAddress(text), bare.family == .v6 {
                throw BrokenRule(
                    "an IPv6 address goes in brackets, and a port behind it",
                    suggestion: usualPort.map { "[\(bare)]:\($0)" })
            }
            hostEnd = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
            host = try Self.host(String(decoding: bytes[..<hostEnd], as: UTF8.self))
        }
        guard hostEnd < bytes.count, bytes[hostEnd] == UInt8(ascii: ":") else {
            throw BrokenRule(
                "the port is missing: " + form,
                suggestion: hostEnd == bytes.count ? usualPort.map { "\(text):\($0)" } : nil)
        }
        let digits = bytes[(hostEnd + 1)...]
        guard (1...5).contains(digits.count), digits.allSatisfy(Characters.isDigit),
            digits.first != UInt8(ascii: "0"), let number = Int(String(decoding: digits, as: UTF8.self)),
            number <= 65535
        else {
            throw BrokenRule("the port must be a number from 1 to 65535")
        }
        port = number
    }

    /// An IPv4 literal, or a name as RFC 1123 section 2.1 has it, with underscores, which some clouds put in names.
    private static func host(_ text: String) throws(BrokenRule) -> String {
        if let literal = IPAddress(text) { return literal.description }
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard !text.isEmpty, text.utf8.count <= 253 else {
            throw BrokenRule("the name of a host has 1 to 253 characters")
        }
        for label in labels {
            guard (1...63).contains(label.count), label.first != UInt8(ascii: "-"), label.last != UInt8(ascii: "-"),
                label.allSatisfy({
                    Characters.isLetter($0) || Characters.isDigit($0) || $0 == UInt8(ascii: "-")
                        || $0 == UInt8(ascii: "_")
                })
            else {
                throw BrokenRule(
                    "the name of a host is made of a-z, 0-9, - and _ in parts of 1 to 63, joined by dots, no part "
                        + "beginning or ending with -")
            }
        }
        // A resolver reads 10.1 or 0x7f000001 as an address; every name that it could is refused.
        if let last = labels.last, last.allSatisfy(Characters.isDigit) || Self.isHexNumber(last) {
            throw BrokenRule("an IPv4 address has four decimal numbers from 0 to 255, without leading zeros")
        }
        return String(decoding: text.utf8.map { Characters.isUpper($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    private static func isHexNumber(_ label: Substring.UTF8View) -> Bool {
        label.starts(with: "0x".utf8) && label.dropFirst(2).allSatisfy(Characters.isHexDigit)
            || label.starts(with: "0X".utf8) && label.dropFirst(2).allSatisfy(Characters.isHexDigit)
    }
}

extension HostPort: CustomStringConvertible {
    public var description: String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
