internal import COpenSSL

extension PrivateKey {
    enum PEMFailure: Error, Equatable {
        case needsPassphrase
        case wrongPassphrase
        case malformed
        case unsupported
    }

    /// From PKCS#1, SEC1 or PKCS#8 in PEM, encrypted or not.
    static func pem(_ text: Secret, passphrase: Secret?) throws(PEMFailure) -> PrivateKey {
        let key = text.withBytes { bytes -> OpaquePointer? in
            guard let source = BIO_new_mem_buf(bytes.baseAddress, Int32(truncatingIfNeeded: bytes.count)) else {
                return nil
            }
            defer {
                BIO_free(source)
                ERR_clear_error()
            }
            guard let passphrase else { return PEM_read_bio_PrivateKey(source, nil, refuse, nil) }
            return passphrase.withBytes { passphrase in
                withUnsafePointer(to: passphrase) { pointer in
                    PEM_read_bio_PrivateKey(source, nil, hand, UnsafeMutableRawPointer(mutating: pointer))
                }
            }
        }
        guard let key else {
            // OpenSSL's reasons differ by format and version; a file that asked for a passphrase and cannot be read
            // with the one it got is taken to be in order, because nothing else can be known.
            if !isEncrypted(text) { throw .malformed }
            throw passphrase == nil ? .needsPassphrase : .wrongPassphrase
        }
        guard let result = PrivateKey(adopting: key) else { throw .unsupported }
        return result
    }

    static func isEncrypted(_ text: Secret) -> Bool {
        text.withBytes { bytes in
            bytes.split(separator: UInt8(ascii: "\n")).contains { line in
                line.starts(with: "-----BEGIN ENCRYPTED PRIVATE KEY-----".utf8)
                    || (line.starts(with: "Proc-Type:".utf8)
                        && String(decoding: line, as: UTF8.self).contains("ENCRYPTED"))
            }
        }
    }

    /// Without a callback of ours OpenSSL would ask on the terminal by itself.
    private static let refuse:
        @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32 = {
            _, _, _, _ in -1
        }

    private static let hand:
        @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32 = {
            buffer, size, _, user in
            guard let buffer, let user else { return -1 }
            let passphrase = user.load(as: UnsafeRawBufferPointer.self)
            guard passphrase.count <= Int(size) else { return -1 }
            UnsafeMutableRawBufferPointer(start: buffer, count: Int(size)).copyMemory(from: passphrase)
            return Int32(passphrase.count)
        }
}
