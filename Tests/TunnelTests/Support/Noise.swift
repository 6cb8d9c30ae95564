import COpenSSL
import NIOCore

/// Bytes that nothing on the way could guess or repeat.
enum Noise {
    static func bytes(_ count: Int) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { target in
            RAND_bytes(target.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(count)) == 1 ? count : 0
        }
        return buffer
    }
}

/// SHA-256 of bytes as they pass; confined to one task.
final class PassingDigest {
    private let context = EVP_MD_CTX_new()
    private(set) var count = 0

    init() {
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    func add(_ bytes: ByteBuffer) {
        count += bytes.readableBytes
        bytes.withUnsafeReadableBytes { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
    }

    func finish() -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 32)
        return EVP_DigestFinal_ex(context, &result, nil) == 1 ? result : []
    }
}
