internal import COpenSSL

/// The ciphers that ssh-keygen's `-Z` has been able to write and that are still worth reading.
enum ContainerCipher: String, Sendable {
    case aes128CBC = "aes128-cbc"
    case aes192CBC = "aes192-cbc"
    case aes256CBC = "aes256-cbc"
    case aes128CTR = "aes128-ctr"
    case aes192CTR = "aes192-ctr"
    case aes256CTR = "aes256-ctr"
    case aes128GCM = "aes128-gcm@openssh.com"
    case aes256GCM = "aes256-gcm@openssh.com"

    // Sizes in bytes.

    var keySize: Int {
        switch self {
        case .aes128CBC, .aes128CTR, .aes128GCM: 16
        case .aes192CBC, .aes192CTR: 24
        case .aes256CBC, .aes256CTR, .aes256GCM: 32
        }
    }

    var ivSize: Int { tagSize == 0 ? 16 : 12 }

    var tagSize: Int { self == .aes128GCM || self == .aes256GCM ? 16 : 0 }

    var blockSize: Int { 16 }

    private var cipher: OpaquePointer? {
        switch self {
        case .aes128CBC: EVP_aes_128_cbc()
        case .aes192CBC: EVP_aes_192_cbc()
        case .aes256CBC: EVP_aes_256_cbc()
        case .aes128CTR: EVP_aes_128_ctr()
        case .aes192CTR: EVP_aes_192_ctr()
        case .aes256CTR: EVP_aes_256_ctr()
        case .aes128GCM: EVP_aes_128_gcm()
        case .aes256GCM: EVP_aes_256_gcm()
        }
    }

    /// Nil where the tag is wrong, or OpenSSL cannot. Without a tag a wrong key shows in what comes out, not here.
    func decrypt(_ sealed: UnsafeRawBufferPointer, tag: [UInt8], keyAndIV: [UInt8]) -> [UInt8]? {
        guard keyAndIV.count == keySize + ivSize, tag.count == tagSize, let context = EVP_CIPHER_CTX_new() else {
            return nil
        }
        defer {
            EVP_CIPHER_CTX_free(context)
            ERR_clear_error()
        }
        let isReady = keyAndIV.withUnsafeBufferPointer { bytes in
            guard let key = bytes.baseAddress else { return false }
            return EVP_DecryptInit_ex(context, cipher, nil, key, key + keySize) == 1
        }
        guard isReady, EVP_CIPHER_CTX_set_padding(context, 0) == 1 else { return nil }
        if tagSize > 0 {
            var tag = tag
            guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1 else { return nil }
        }
        var plain = [UInt8](repeating: 0, count: sealed.count)
        var length: Int32 = 0
        var rest: Int32 = 0
        let input = sealed.assumingMemoryBound(to: UInt8.self).baseAddress
        let isDone = plain.withUnsafeMutableBufferPointer { output in
            guard let start = output.baseAddress, let count = Int32(exactly: sealed.count) else { return false }
            return EVP_DecryptUpdate(context, start, &length, input, count) == 1 && Int(length) == sealed.count
                && EVP_DecryptFinal_ex(context, start + Int(length), &rest) == 1
        }
        guard isDone else {
            Secret.cleanse(&plain)
            return nil
        }
        return plain
    }
}
