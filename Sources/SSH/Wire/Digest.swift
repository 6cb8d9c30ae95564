internal import COpenSSL

/// The hashes that SSH's texts and files need, from the libcrypto that is in the process already.
enum Digest {
    static func sha256(_ bytes: [UInt8]) -> [UInt8] { hash(bytes, EVP_sha256(), size: 32) }

    static func sha512(_ bytes: [UInt8]) -> [UInt8] { hash(bytes, EVP_sha512(), size: 64) }

    static func sha512(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 64)
        var length: UInt32 = 0
        let done = EVP_Digest(bytes.baseAddress, bytes.count, &result, &length, EVP_sha512(), nil)
        precondition(done == 1, "libcrypto cannot do SHA-2")
        return result
    }

    /// For hashed names in known_hosts, which are nothing but obscured: SHA-1 is the only one they come in.
    static func hmacSHA1(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 20)
        var length: UInt32 = 0
        let done = HMAC(EVP_sha1(), key, Int32(key.count), bytes, bytes.count, &result, &length)
        precondition(done != nil, "libcrypto cannot do HMAC-SHA1")
        return result
    }

    private static func hash(_ bytes: [UInt8], _ kind: OpaquePointer?, size: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: size)
        var length: UInt32 = 0
        let done = EVP_Digest(bytes, bytes.count, &result, &length, kind, nil)
        precondition(done == 1, "libcrypto cannot do SHA-2")
        return result
    }
}
