/// OpenSSH's version, such as 9.2.
public struct SSHDVersion: Sendable, Hashable, Comparable {
    public let major: Int
    public let minor: Int

    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads it from what a server greets with, or `sshd -V` prints: `SSH-2.0-OpenSSH_9.2p1 Debian-2`. Nil where it is
    /// another server's, or none.
    public init?(greeting: String) {
        let text = Array(greeting.utf8.prefix(256))
        let mark = Array("OpenSSH_".utf8)
        guard let start = text.indices.first(where: { text[$0...].starts(with: mark) }) else { return nil }
        let numbers = text[(start + mark.count)...].prefix { OptionRule.isDigit($0) || $0 == UInt8(ascii: ".") }
            .split(separator: UInt8(ascii: "."))
        guard numbers.count >= 2, let major = Int(String(decoding: numbers[0], as: UTF8.self)),
            let minor = Int(String(decoding: numbers[1], as: UTF8.self))
        else { return nil }
        self.init(major, minor)
    }

    public static func < (left: SSHDVersion, right: SSHDVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}

extension SSHDVersion: CustomStringConvertible {
    public var description: String { "\(major).\(minor)" }
}
