internal import Files

/// bcrypt_pbkdf, by which OpenSSH turns a passphrase into a key for a private key file (OpenBSD bcrypt_pbkdf(3)).
///
/// PBKDF2's outer shape, with bcrypt over SHA-512 digests as its function, and with the blocks' bytes dealt out in turn
/// rather than one block after the other, so that an attacker who needs only some of the key must compute all blocks.
enum BcryptPBKDF {
    private static let blockSize = 32

    /// Nil where there is no passphrase, no salt, no round, or no or too much output asked for, which the function is
    /// not defined for.
    static func derive(passphrase: Secret, salt: [UInt8], rounds: Int, count: Int) -> [UInt8]? {
        guard passphrase.count > 0, !salt.isEmpty, rounds > 0, 1...(blockSize * blockSize) ~= count else { return nil }
        var passphraseDigest = passphrase.withBytes { Digest.sha512($0) }
        var passphraseWords = words(passphraseDigest)
        defer {
            Secret.cleanse(&passphraseDigest)
            passphraseWords.withUnsafeMutableBytes(Wiping.cleanse)
        }
        let blocks = (count + blockSize - 1) / blockSize
        var key = [UInt8](repeating: 0, count: count)
        for block in 0..<blocks {
            var number = WireWriter()
            number.uint32(UInt32(block + 1))
            var output = hash(passphraseWords, salt: Digest.sha512(salt + number.bytes))
            var mixed = output
            for _ in 1..<rounds {
                output = hash(passphraseWords, salt: Digest.sha512(output))
                for index in mixed.indices { mixed[index] ^= output[index] }
            }
            for (index, byte) in mixed.enumerated() {
                let place = index * blocks + block
                if place < count { key[place] = byte }
            }
            Secret.cleanse(&output)
            Secret.cleanse(&mixed)
        }
        return key
    }

    /// bcrypt with 2^6 rounds over two SHA-512 digests, and a text of 32 bytes.
    private static func hash(_ passphrase: [UInt32], salt: [UInt8]) -> [UInt8] {
        let salt = words(salt)
        var cipher = Blowfish()
        defer { cipher.wipe() }
        cipher.expand(key: passphrase, salt: salt)
        for _ in 0..<64 {
            cipher.expand(key: salt)
            cipher.expand(key: passphrase)
        }
        var text = words(Array("OxychromaticBlowfishSwatDynamite".utf8))
        for _ in 0..<64 { cipher.encipher(&text) }
        return text.flatMap { word in
            [word, word >> 8, word >> 16, word >> 24].map { UInt8(truncatingIfNeeded: $0) }
        }
    }

    /// Words of four bytes, most significant first.
    private static func words(_ bytes: [UInt8]) -> [UInt32] {
        stride(from: 0, to: bytes.count - 3, by: 4).map { start in
            bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
    }
}
