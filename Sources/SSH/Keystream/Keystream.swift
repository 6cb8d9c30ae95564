internal import COpenSSL

/// AES in counter mode (RFC 4344, section 4) for a caller that asks for 16 bytes at a time.
///
/// libssh2 hands every block to OpenSSL by itself, and most of such a call is the way to AES and back. A counter's
/// keystream does not depend on what is said, so here it is made ahead, 4 KiB at once, by the very AES-CTR of OpenSSL's
/// own that would have been called; a block then costs an XOR. Used by one thread at a time, as its session is.
struct Keystream {
    /// In bytes: what is made at once. Small enough to stay in the first-level cache.
    static let ahead = 4096

    /// Where the keystream is, all used up at first.
    private let bytes: UnsafeMutableRawPointer
    private var used = Self.ahead
    /// OpenSSL's own, with the key, at the counter that follows the bytes.
    private let source: OpaquePointer

    init?() {
        guard let source = EVP_CIPHER_CTX_new() else { return nil }
        self.source = source
        bytes = .allocate(byteCount: Self.ahead, alignment: 16)
    }

    /// One that goes on from here by itself.
    func copy() -> Keystream? {
        guard var copy = Keystream() else { return nil }
        guard EVP_CIPHER_CTX_copy(copy.source, source) == 1 else {
            copy.free()
            return nil
        }
        copy.bytes.copyMemory(from: bytes, byteCount: Self.ahead)
        copy.used = used
        return copy
    }

    func free() {
        OPENSSL_cleanse(bytes, Self.ahead)
        bytes.deallocate()
        EVP_CIPHER_CTX_free(source)
    }

    /// Starts over with a key, a counter, or both; the other stays as it was.
    mutating func start(key: UnsafePointer<UInt8>?, counter: UnsafePointer<UInt8>?) -> Bool {
        used = Self.ahead
        guard key != nil else { return EVP_EncryptInit_ex2(source, nil, nil, counter, nil) == 1 }
        guard let cipher = KeystreamProvider.openSSLsOwn() else { return false }
        defer { EVP_CIPHER_free(cipher) }
        return EVP_EncryptInit_ex2(source, cipher, key, counter, nil) == 1
    }

    /// Encrypting and decrypting are one and the same. `output` and `input` may be one place.
    @inline(__always)
    mutating func apply(_ output: UnsafeMutableRawPointer, _ input: UnsafeRawPointer, _ count: Int) -> Bool {
        guard count == 16, used <= Self.ahead - 16 else { return applySlowly(output, input, count) }
        let mask = bytes.loadUnaligned(fromByteOffset: used, as: SIMD2<UInt64>.self)
        let block = input.loadUnaligned(as: SIMD2<UInt64>.self)
        output.storeBytes(of: block ^ mask, as: SIMD2<UInt64>.self)
        used += 16
        return true
    }

    private mutating func applySlowly(
        _ output: UnsafeMutableRawPointer, _ input: UnsafeRawPointer, _ count: Int
    ) -> Bool {
        for offset in 0..<count {
            if used == Self.ahead, !refill() { return false }
            let byte = input.load(fromByteOffset: offset, as: UInt8.self)
            let mask = bytes.load(fromByteOffset: used, as: UInt8.self)
            output.storeBytes(of: byte ^ mask, toByteOffset: offset, as: UInt8.self)
            used += 1
        }
        return true
    }

    private mutating func refill() -> Bool {
        bytes.initializeMemory(as: UInt8.self, repeating: 0, count: Self.ahead)
        let start = bytes.assumingMemoryBound(to: UInt8.self)
        var made: Int32 = 0
        guard EVP_EncryptUpdate(source, start, &made, start, Int32(Self.ahead)) == 1, made == Int32(Self.ahead) else {
            return false
        }
        used = 0
        return true
    }
}
