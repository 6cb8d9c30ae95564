internal import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A private key's file, read and understood as far as that goes without a passphrase.
struct KeyFile: Sendable {
    /// In bytes. An RSA key of 16384 bits in PEM takes less than 13 KiB.
    static let sizeLimit = 64 * 1024

    let path: String
    let publicKey: PublicKeyBlob
    /// From the `.pub`, or from inside where that is not encrypted. As it came: escape it before printing.
    let comment: String
    let isEncrypted: Bool
    private let material: Material

    private enum Material: Sendable {
        case container(OpenSSHContainer)
        case pem(Secret)
    }

    static func read(_ path: String) throws(IdentityError) -> KeyFile {
        let contents = try contents(path)
        var bytes = contents.bytes
        let text = Secret(taking: &bytes)
        let beginning = text.withBytes { String(decoding: $0.prefix(64), as: UTF8.self) }
        guard beginning.hasPrefix("-----BEGIN "), beginning.contains("PRIVATE KEY-----") else {
            throw .notPrivateKey(path: path)
        }
        // As OpenSSH: who made a file of another owner readable is not the one who is told here.
        guard contents.mode & 0o077 == 0 || contents.owner != getuid() else {
            throw .readableByOthers(path: path, mode: contents.mode & 0o777)
        }
        let file: KeyFile
        if beginning.hasPrefix(OpenSSHContainer.begin) {
            file = try container(path, text)
        } else {
            file = try pem(path, text)
        }
        if let bits = file.publicKey.modulusBits, bits < KeyType.leastRSABits { throw .weakRSA(path: path, bits: bits) }
        return file
    }

    /// The key in a `.pub` file, with its comment.
    static func readPublicHalf(_ path: String) throws(IdentityError) -> (key: PublicKeyBlob, comment: String) {
        let text = String(decoding: try contents(path).bytes, as: UTF8.self)
        let line = text.split(whereSeparator: \.isNewline).first ?? ""
        do throws(WireError) {
            return try PublicKeyBlob.parse(line: line)
        } catch {
            throw .malformed(path: path, reason: error.message)
        }
    }

    /// The private key. `wrongPassphrase` counts one try; the caller knows of others.
    func unlock(passphrase: Secret?) throws(IdentityError) -> PrivateKey {
        let key: PrivateKey
        switch material {
        case .container(let container):
            do throws(OpenSSHContainer.Failure) {
                key = try container.privateKey(passphrase: passphrase).key
            } catch {
                throw Self.error(error, path)
            }
        case .pem(let text):
            do throws(PrivateKey.PEMFailure) {
                key = try PrivateKey.pem(text, passphrase: passphrase)
            } catch {
                throw Self.error(error, path)
            }
        }
        guard key.publicKey == publicKey else { throw .publicHalfDiffers(path: path) }
        return key
    }

    private static func contents(_ path: String) throws(IdentityError) -> BoundedFile.Contents {
        do throws(BoundedFile.Failure) {
            return try BoundedFile.read(path, limit: sizeLimit)
        } catch {
            switch error {
            case .missing: throw .missing(path: path)
            case .unreadable(let reason): throw .unreadable(path: path, reason: reason)
            case .link, .notRegular: throw .notRegular(path: path)
            case .tooLarge(let limit): throw .tooLarge(path: path, limit: limit)
            }
        }
    }

    private static func container(_ path: String, _ text: Secret) throws(IdentityError) -> KeyFile {
        do throws(OpenSSHContainer.Failure) {
            let container = try OpenSSHContainer(text: text)
            var comment = (try? readPublicHalf(path + ".pub"))?.comment ?? ""
            if container.cipher == nil, !container.publicKey.isSecurityKey {
                // A damaged file is told of now rather than when a server has already been asked.
                let inside = try container.privateKey(passphrase: nil)
                guard inside.key.publicKey == container.publicKey else {
                    throw .malformed("it holds two different keys")
                }
                comment = inside.comment
            }
            return KeyFile(
                path: path, publicKey: container.publicKey, comment: comment, isEncrypted: container.cipher != nil,
                material: .container(container))
        } catch {
            throw Self.error(error, path)
        }
    }

    private static func pem(_ path: String, _ text: Secret) throws(IdentityError) -> KeyFile {
        let beside = try? readPublicHalf(path + ".pub")
        if PrivateKey.isEncrypted(text) {
            guard let beside else { throw .noPublicHalf(path: path) }
            return KeyFile(
                path: path, publicKey: beside.key, comment: beside.comment, isEncrypted: true, material: .pem(text))
        }
        do throws(PrivateKey.PEMFailure) {
            let publicKey = try PrivateKey.pem(text, passphrase: nil).publicKey
            return KeyFile(
                path: path, publicKey: publicKey, comment: beside?.comment ?? "", isEncrypted: false,
                material: .pem(text))
        } catch {
            throw Self.error(error, path)
        }
    }

    private static func error(_ failure: OpenSSHContainer.Failure, _ path: String) -> IdentityError {
        switch failure {
        case .malformed(let reason): .malformed(path: path, reason: reason)
        case .unsupportedCipher(let name): .unsupportedCipher(path: path, name: name)
        case .unsupportedKey(let type): .unsupportedKey(path: path, type: type)
        case .tooManyRounds(let rounds): .tooManyRounds(path: path, rounds: rounds)
        case .needsPassphrase: .passphrase(path: path, .nobodyToAsk)
        case .wrongPassphrase: .wrongPassphrase(path: path, tries: 1)
        case .needsToken: .needsToken(path: path)
        }
    }

    private static func error(_ failure: PrivateKey.PEMFailure, _ path: String) -> IdentityError {
        switch failure {
        case .needsPassphrase: .passphrase(path: path, .nobodyToAsk)
        case .wrongPassphrase: .wrongPassphrase(path: path, tries: 1)
        case .malformed: .malformed(path: path, reason: "not a PEM file that OpenSSL reads")
        case .unsupported: .unsupportedKey(path: path, type: "neither RSA, nor ed25519, nor ECDSA on a NIST curve")
        }
    }
}
