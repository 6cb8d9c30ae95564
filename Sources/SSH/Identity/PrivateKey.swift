internal import COpenSSL
import Synchronization

/// A private key inside OpenSSL, which keeps it and overwrites it when it is freed.
///
/// Sendable because a mutex holds the one handle: two hops may log in with the same key at the same time.
final class PrivateKey: Sendable, CustomStringConvertible {
    /// The one owner of the raw pointer.
    struct Handle: ~Copyable {
        let pointer: OpaquePointer

        deinit { EVP_PKEY_free(pointer) }
    }

    private let handle: Mutex<Handle>
    let publicKey: PublicKeyBlob

    /// Takes over a key that OpenSSL has just made; nil, and the key freed, where it is of a kind that we do not use.
    init?(adopting key: OpaquePointer) {
        // As a number, because the compiler takes the pointer to belong together with whatever it was made from, and
        // would not let it go under the mutex. It is ours alone.
        guard let pointer = OpaquePointer(bitPattern: UInt(bitPattern: key)) else { return nil }
        let handle = Handle(pointer: pointer)
        guard let publicKey = Self.publicKey(pointer) else { return nil }
        self.publicKey = publicKey
        self.handle = Mutex(handle)
    }

    var description: String { "<redacted> " + publicKey.description }

    /// Nil where OpenSSL cannot, which with a key that it has loaded means that it is out of memory or in a mode that
    /// forbids.
    func sign(_ data: [UInt8], _ algorithm: SignatureAlgorithm) -> Signature? {
        guard algorithm.keyType == publicKey.type else { return nil }
        let raw = handle.withLock { Self.rawSignature($0.pointer, data, algorithm) }
        guard let raw else { return nil }
        switch algorithm {
        case .ecdsa256, .ecdsa384, .ecdsa521:
            return Self.numbers(inDER: raw).map { Signature(algorithm: algorithm, bytes: $0) }
        default:
            return Signature(algorithm: algorithm, bytes: raw)
        }
    }

    private static func rawSignature(_ key: OpaquePointer, _ data: [UInt8], _ algorithm: SignatureAlgorithm) -> [UInt8]?
    {
        let digest: OpaquePointer?
        switch algorithm {
        case .ed25519: digest = nil
        case .ecdsa256, .rsaSHA256: digest = EVP_sha256()
        case .ecdsa384: digest = EVP_sha384()
        case .ecdsa521, .rsaSHA512: digest = EVP_sha512()
        case .skED25519, .skECDSA: return nil
        }
        guard let context = EVP_MD_CTX_new() else { return nil }
        defer {
            EVP_MD_CTX_free(context)
            ERR_clear_error()
        }
        var length = 0
        // RSA's default padding is PKCS#1 v1.5, which is what RFC 8332 wants.
        guard EVP_DigestSignInit(context, nil, digest, nil, key) == 1,
            EVP_DigestSign(context, nil, &length, data, data.count) == 1
        else { return nil }
        var signature = [UInt8](repeating: 0, count: length)
        guard EVP_DigestSign(context, &signature, &length, data, data.count) == 1 else { return nil }
        signature.removeLast(signature.count - length)
        return signature
    }

    /// OpenSSL gives ECDSA's two numbers in DER, SSH wants them as mpints (RFC 5656 section 3.1.2).
    private static func numbers(inDER der: [UInt8]) -> [UInt8]? {
        der.withUnsafeBufferPointer { buffer -> [UInt8]? in
            var position = buffer.baseAddress
            guard let signature = d2i_ECDSA_SIG(nil, &position, buffer.count) else { return nil }
            defer { ECDSA_SIG_free(signature) }
            var writer = WireWriter()
            writer.mpint(magnitude(ECDSA_SIG_get0_r(signature)))
            writer.mpint(magnitude(ECDSA_SIG_get0_s(signature)))
            return writer.bytes
        }
    }

    static func magnitude(_ number: OpaquePointer?) -> [UInt8] {
        guard let number else { return [] }
        var bytes = [UInt8](repeating: 0, count: Int(BN_num_bits(number) + 7) / 8)
        BN_bn2bin(number, &bytes)
        return bytes
    }
}
