internal import COpenSSL

/// SHA-256, from the libcrypto that is in the process already.
enum Digest {
    static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        let done = EVP_Digest(bytes, bytes.count, &result, &length, EVP_sha256(), nil)
        precondition(done == 1, "libcrypto cannot do SHA-2")
        return result
    }
}
