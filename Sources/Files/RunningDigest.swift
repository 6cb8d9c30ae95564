internal import COpenSSL

/// SHA-256 of what comes piece by piece.
public struct RunningDigest: Sendable {
    private var state = SHA256_CTX()

    public init() { levels_sha256_begin(&state) }

    public mutating func take(_ bytes: UnsafeRawBufferPointer) {
        levels_sha256_take(&state, bytes.baseAddress, bytes.count)
    }

    /// Of what has come so far, as lower-case hexadecimal digits; more may come.
    public func hexadecimal() -> String {
        // Finishing one ends it: that is done to a copy.
        var copy = state
        var digest = [UInt8](repeating: 0, count: 32)
        levels_sha256_end(&copy, &digest)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
