/// SHA-256 of a file's bytes: enough to tell whether it is still the one that was read, or already the one that was
/// written.
public struct FileHash: Sendable, Hashable {
    /// 64 digits, as sha256sum(1) writes them.
    public let hex: String

    public init(of bytes: [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        let text = Digest.sha256(bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        hex = String(decoding: text, as: UTF8.self)
    }

    /// Nil for what is not 64 digits in lower case.
    public init?(hex: some StringProtocol) {
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
        guard hex.utf8.count == 64, hex.utf8.allSatisfy(isDigit) else { return nil }
        self.hex = String(hex)
    }
}

extension FileHash: CustomStringConvertible {
    public var description: String { hex }
}
