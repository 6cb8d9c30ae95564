internal import COpenSSL

/// SHA-256 of what comes piece by piece.
public struct RunningDigest: ~Copyable {
    private let context: OpaquePointer

    /// Nil where OpenSSL has no memory, or no SHA-256.
    public init?() {
        guard let context = EVP_MD_CTX_new() else { return nil }
        guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            EVP_MD_CTX_free(context)
            return nil
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    public mutating func take(_ bytes: UnsafeRawBufferPointer) {
        // Of SHA-256 this fails for nobody (EVP_DigestUpdate(3)).
        _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// Of what has come so far, as lower-case hexadecimal digits; more may come.
    public func hexadecimal() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        // Finishing one ends it: that is done to a copy.
        if let copy = EVP_MD_CTX_new() {
            _ = EVP_MD_CTX_copy_ex(copy, context)
            _ = EVP_DigestFinal_ex(copy, &digest, nil)
            EVP_MD_CTX_free(copy)
        }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
