internal import COpenSSL

/// SHA-256 of a line's bytes without its end, as 64 hexadecimal digits: what the next line carries.
public struct LineHash: Sendable, Hashable {
    public let hexadecimal: String

    /// What the first line carries.
    public static let none = LineHash(unchecked: String(repeating: "0", count: 64))

    init(of bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        var digest = [UInt8](repeating: 0, count: 32)
        // It cannot fail with a digest that libcrypto has built in, and of one that is not it every chain would break.
        EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil)
        let digits = Array("0123456789abcdef".utf8)
        hexadecimal = String(
            decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Nil for anything that ``hexadecimal`` would not be.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 64,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        hexadecimal = String(text)
    }

    private init(unchecked: String) { hexadecimal = unchecked }
}
