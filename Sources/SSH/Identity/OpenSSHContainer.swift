/// OpenSSH's file format for private keys, as its PROTOCOL.key describes it: `openssh-key-v1`.
///
/// The public half stands outside of what is encrypted, so that a key can be offered before anybody is asked for a
/// passphrase.
struct OpenSSHContainer: Sendable {
    enum Failure: Error, Equatable {
        case malformed(String)
        case unsupportedCipher(String)
        case unsupportedKey(String)
        case tooManyRounds(UInt32)
        case needsPassphrase
        case wrongPassphrase
        case needsToken
    }

    /// How the encrypted part's key is made from the passphrase.
    struct Derivation: Sendable {
        let salt: [UInt8]
        let rounds: Int
    }

    let publicKey: PublicKeyBlob
    let cipher: ContainerCipher?
    let derivation: Derivation?
    private let body: Secret
    private let sealed: Range<Int>

    static let begin = "-----BEGIN OPENSSH PRIVATE KEY-----"
    private static let end = "-----END OPENSSH PRIVATE KEY-----"
    private static let magic = Array("openssh-key-v1\0".utf8)
    /// ssh-keygen writes 16 or 24; this many take half a minute.
    static let roundLimit: UInt32 = 4096

    init(text: Secret) throws(Failure) {
        var body = try text.withBytes { bytes throws(Failure) in try Self.body(bytes) }
        defer { Secret.cleanse(&body) }
        let outside: Outside
        do throws(WireError) {
            outside = try Outside(body)
        } catch {
            throw .malformed(error.message)
        }
        publicKey = outside.publicKey
        sealed = outside.sealed
        guard outside.cipher != "none" else {
            guard outside.kdf == "none" else { throw .malformed("a key derivation without a cipher") }
            cipher = nil
            derivation = nil
            self.body = Secret(taking: &body)
            return
        }
        guard let cipher = ContainerCipher(rawValue: outside.cipher) else { throw .unsupportedCipher(outside.cipher) }
        guard outside.kdf == "bcrypt" else { throw .unsupportedCipher(outside.kdf) }
        guard outside.rounds <= Self.roundLimit else { throw .tooManyRounds(outside.rounds) }
        guard outside.rounds > 0, !outside.salt.isEmpty else {
            throw .malformed("a key derivation without rounds or salt")
        }
        self.cipher = cipher
        derivation = Derivation(salt: outside.salt, rounds: Int(outside.rounds))
        self.body = Secret(taking: &body)
    }

    /// The decrypted part. Slow where there is a passphrase: that is what it is for.
    func opened(passphrase: Secret?) throws(Failure) -> Secret {
        if publicKey.isSecurityKey { throw .needsToken }
        guard let cipher, let derivation else {
            var plain = body.withBytes { Array($0[sealed]) }
            return Secret(taking: &plain)
        }
        guard let passphrase else { throw .needsPassphrase }
        let size = cipher.keySize + cipher.ivSize
        guard sealed.count % cipher.blockSize == 0 else {
            throw .malformed("an encrypted part that is not whole blocks")
        }
        guard
            var key = BcryptPBKDF.derive(
                passphrase: passphrase, salt: derivation.salt, rounds: derivation.rounds, count: size)
        else { throw .wrongPassphrase }
        defer { Secret.cleanse(&key) }
        let plain = body.withBytes { body in
            cipher.decrypt(
                UnsafeRawBufferPointer(rebasing: body[sealed]), tag: Array(body[sealed.upperBound...]), keyAndIV: key)
        }
        guard var plain else { throw .wrongPassphrase }
        return Secret(taking: &plain)
    }

    private static func body(_ text: UnsafeRawBufferPointer) throws(Failure) -> [UInt8] {
        let lines = text.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        guard lines.first?.elementsEqual(begin.utf8) == true,
            let last = lines.firstIndex(where: { $0.elementsEqual(end.utf8) })
        else { throw .malformed("no end line") }
        var encoded = [UInt8]()
        encoded.reserveCapacity(text.count)
        defer { Secret.cleanse(&encoded) }
        for line in lines[1..<last] { encoded.append(contentsOf: line) }
        guard let body = Base64.decode(encoded) else { throw .malformed("not base64 between its first and last line") }
        return body
    }

    /// What stands before the encrypted part, and where that is.
    private struct Outside {
        let cipher: String
        let kdf: String
        let salt: [UInt8]
        let rounds: UInt32
        let publicKey: PublicKeyBlob
        let sealed: Range<Int>

        init(_ body: [UInt8]) throws(WireError) {
            var reader = WireReader(body)
            guard try reader.take(magic.count).elementsEqual(magic) else { throw .malformed("not openssh-key-v1") }
            cipher = try reader.text(limit: 64)
            kdf = try reader.text(limit: 64)
            var options = WireReader(try reader.string(limit: 1024))
            if kdf == "bcrypt" {
                salt = Array(try options.string(limit: 256))
                rounds = try options.uint32()
            } else {
                salt = []
                rounds = 0
            }
            try options.end()
            guard try reader.uint32() == 1 else { throw .malformed("not exactly one key in it") }
            publicKey = try PublicKeyBlob(try reader.string())
            let length = try reader.string().count
            sealed = reader.offset - length..<reader.offset
            // Of a cipher that is not known, its tag is not either; that it is not known is said elsewhere.
            let tag = cipher == "none" ? 0 : ContainerCipher(rawValue: cipher)?.tagSize ?? reader.remaining
            guard reader.remaining == tag else { throw .malformed("bytes after its end, or too few") }
        }
    }
}
