import Testing

@testable import SSH

@Suite struct PrivateKeyFileTests {
    static let kinds = [
        ["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"], ["-t", "ecdsa", "-b", "521"],
        ["-t", "rsa", "-b", "2048"],
    ]

    private func error(_ path: String, _ passphrases: any PassphraseSource = NoPassphrase()) -> IdentityError? {
        do {
            _ = try Identity(path: path, passphrases: passphrases)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: kinds)
    func anOpenSSHFileSigns(options: [String]) async throws {
        try await TestFolder.with { folder in
            let identity = try Identity(path: try folder.key("key", options), passphrases: NoPassphrase())
            #expect(identity.publicKey == (try folder.publicKey("key")))
            #expect(identity.comment == "comment of key")
            try await folder.verify(identity)
        }
    }

    @Test func anRSAKeySignsWithEitherHash() async throws {
        try await TestFolder.with { folder in
            let identity = try Identity(
                path: try folder.key("key", ["-t", "rsa", "-b", "3072"]), passphrases: NoPassphrase())
            #expect(identity.algorithms == [.rsaSHA512, .rsaSHA256])
            try await folder.verify(identity, with: .rsaSHA512)
            try await folder.verify(identity, with: .rsaSHA256)
        }
    }

    @Test func signaturesHaveTheFormThatGoesIntoTheCallback() async throws {
        try await TestFolder.with { folder in
            let edwards = try Identity(path: try folder.key("a"), passphrases: NoPassphrase())
            #expect(try await edwards.sign([1]).bytes.count == 64)
            let rsa = try Identity(path: try folder.key("b", ["-t", "rsa", "-b", "2048"]), passphrases: NoPassphrase())
            let signature = try await rsa.sign([1])
            #expect(signature.bytes.count == 256)
            #expect(signature.algorithm.name == "rsa-sha2-512")
            let curve = try Identity(path: try folder.key("c", ["-t", "ecdsa"]), passphrases: NoPassphrase())
            var numbers = WireReader(try await curve.sign([1]).bytes)
            #expect(try (1...32).contains(numbers.mpint().count))
            #expect(try (1...32).contains(numbers.mpint().count))
            try numbers.end()
        }
    }

    @Test func aKeyDoesNotSignInAnothersName() async throws {
        try await TestFolder.with { folder in
            let identity = try Identity(path: try folder.key("a"), passphrases: NoPassphrase())
            await #expect(throws: IdentityError.wrongAlgorithm(key: identity.publicKey, .rsaSHA512)) {
                try await identity.sign([1], with: .rsaSHA512)
            }
        }
    }

    @Test(arguments: [
        "aes128-cbc", "aes192-cbc", "aes256-cbc", "aes128-ctr", "aes192-ctr", "aes256-ctr", "aes128-gcm@openssh.com",
        "aes256-gcm@openssh.com",
    ])
    func anEncryptedFileIsOpened(cipher: String) async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key", ["-t", "ed25519", "-a", "2", "-Z", cipher], passphrase: "päss word")
            let answers = Answers("päss word")
            let identity = try Identity(path: path, passphrases: answers)
            #expect(identity.publicKey == (try folder.publicKey("key")))
            #expect(await answers.asked == 0)
            try await folder.verify(identity)
            try await folder.verify(identity)
            #expect(await answers.asked == 1)
        }
    }

    @Test(arguments: kinds)
    func everyKindOfKeyIsOpened(options: [String]) async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key", options + ["-a", "1"], passphrase: "secret")
            try await folder.verify(try Identity(path: path, passphrases: Answers("secret")))
        }
    }

    @Test func twoThatSignAtOnceAskOnce() async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key", ["-t", "ed25519", "-a", "1"], passphrase: "secret")
            let answers = Answers("secret", "secret")
            let identity = try Identity(path: path, passphrases: answers)
            async let first = identity.sign([1])
            async let second = identity.sign([1])
            let signatures = try await (first, second)
            #expect(signatures.0 == signatures.1)
            #expect(await answers.asked == 1)
        }
    }

    @Test(arguments: ["aes256-ctr", "aes256-gcm@openssh.com"])
    func aWrongPassphraseMayBeMended(cipher: String) async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key", ["-t", "ed25519", "-a", "1", "-Z", cipher], passphrase: "right")
            let answers = Answers("wrong", "wrong again", "right")
            try await folder.verify(try Identity(path: path, passphrases: answers))
            #expect(await answers.asked == 3)
        }
    }

    @Test func threeWrongPassphrasesAreTheEnd() async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key", ["-t", "ed25519", "-a", "1"], passphrase: "right")
            let identity = try Identity(path: path, passphrases: Answers("1", "2", "3", "right"))
            await #expect(throws: IdentityError.wrongPassphrase(path: path, tries: 3)) { try await identity.sign([1]) }
        }
    }

    @Test func inBatchNobodyIsAsked() async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key", ["-t", "ed25519", "-a", "1"], passphrase: "right")
            let identity = try Identity(path: path, passphrases: NoPassphrase(.batch))
            await #expect(throws: IdentityError.passphrase(path: path, .batch)) { try await identity.sign([1]) }
        }
    }

    @Test func anEmptyPassphraseMeansNo() async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key", ["-t", "ed25519", "-a", "1"], passphrase: "right")
            let identity = try Identity(path: path, passphrases: Answers(""))
            await #expect(throws: IdentityError.passphrase(path: path, .declined)) { try await identity.sign([1]) }
        }
    }

    @Test(arguments: ["PEM", "PKCS8"], kinds.dropFirst())
    func aPEMFileSigns(format: String, options: [String]) async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key", options + ["-m", format])
            try folder.run("rm", path + ".pub")
            try await folder.verify(try Identity(path: path, passphrases: NoPassphrase()))
        }
    }

    @Test(arguments: ["PEM", "PKCS8"], kinds.dropFirst())
    func anEncryptedPEMFileIsOpened(format: String, options: [String]) async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key", options + ["-m", format], passphrase: "secret")
            let answers = Answers("wrong", "secret")
            let identity = try Identity(path: path, passphrases: answers)
            #expect(identity.publicKey == (try folder.publicKey("key")))
            #expect(await answers.asked == 0)
            try await folder.verify(identity)
            #expect(await answers.asked == 2)
        }
    }

    @Test func anEd25519KeyInPKCS8Signs() async throws {
        try await TestFolder.with { folder in
            try folder.shell("umask 077; openssl genpkey -algorithm ed25519 -out key")
            try await folder.verify(try Identity(path: folder("key"), passphrases: NoPassphrase()))
        }
    }

    @Test func anEncryptedPEMFileWithoutItsPublicHalfIsRefused() async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key", ["-t", "rsa", "-b", "2048", "-m", "PEM"], passphrase: "secret")
            try folder.run("rm", path + ".pub")
            #expect(error(path) == .noPublicHalf(path: path))
            #expect(IdentityError.noPublicHalf(path: path).hint == "ssh-keygen -y -f \(path) > \(path).pub")
        }
    }

    @Test func anotherKeysPublicHalfIsNoticed() async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key", ["-t", "rsa", "-b", "2048", "-m", "PEM"], passphrase: "secret")
            _ = try folder.key("other")
            try folder.run("mv", folder("other.pub"), path + ".pub")
            let identity = try Identity(path: path, passphrases: Answers("secret"))
            await #expect(throws: IdentityError.publicHalfDiffers(path: path)) {
                try await identity.sign([1], with: .ed25519)
            }
        }
    }

    @Test(arguments: ["OpenSSH", "PEM"])
    func aShortRSAKeyIsRefused(format: String) async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key", ["-t", "rsa", "-b", "1024"] + (format == "PEM" ? ["-m", "PEM"] : []))
            #expect(error(path) == .weakRSA(path: path, bits: 1024))
        }
    }

    @Test func aFileThatOthersMayReadIsRefused() async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("key")
            try folder.run("chmod", "640", path)
            #expect(error(path) == .readableByOthers(path: path, mode: 0o640))
            #expect(error(path)?.hint == "chmod 600 \(path)")
        }
    }

    @Test func whatIsNoFileIsRefused() async throws {
        try await TestFolder.with { folder in
            #expect(error(folder.path) == .notRegular(path: folder.path))
            #expect(error(folder("missing")) == .missing(path: folder("missing")))
            try folder.run("mkfifo", "-m", "600", folder("pipe"))
            #expect(error(folder("pipe")) == .notRegular(path: folder("pipe")))
        }
    }

    @Test func aHugeFileIsRefused() async throws {
        try await TestFolder.with { folder in
            try folder.write("key", [UInt8](repeating: 0x41, count: KeyFile.sizeLimit + 1))
            #expect(error(folder("key")) == .tooLarge(path: folder("key"), limit: KeyFile.sizeLimit))
        }
    }

    @Test(arguments: ["", "hello\n", "-----BEGIN CERTIFICATE-----\n"])
    func whatIsNoKeyIsRefused(text: String) async throws {
        try await TestFolder.with { folder in
            try folder.write("key", text)
            #expect(error(folder("key")) == .notPrivateKey(path: folder("key")))
        }
    }

    @Test func aCipherThatIsNotKnownIsNamed() async throws {
        try await TestFolder.with { folder in
            let path = try folder.key(
                "key", ["-t", "ed25519", "-a", "1", "-Z", "chacha20-poly1305@openssh.com"], passphrase: "secret")
            #expect(error(path) == .unsupportedCipher(path: path, name: "chacha20-poly1305@openssh.com"))
        }
    }

    @Test func aTokensFileIsForTheAgent() async throws {
        try await TestFolder.with { folder in
            // No token is here to make such a file: the outside of one, as ssh-keygen writes it.
            var key = WireWriter()
            key.string(KeyType.skED25519)
            key.string([UInt8](repeating: 7, count: 32))
            key.string("ssh:")
            try folder.write("key", container(publicKey: key.bytes, inside: [1, 2, 3, 4, 1, 2, 3, 4]))
            let identity = try Identity(path: folder("key"), passphrases: NoPassphrase())
            await #expect(throws: IdentityError.needsToken(path: folder("key"))) { try await identity.sign([1]) }
        }
    }

    @Test func roundsThatWouldTakeForeverAreRefused() async throws {
        try await TestFolder.with { folder in
            _ = try folder.key("a")
            let key = try folder.publicKey("a").bytes
            let text = container(
                publicKey: key, inside: [UInt8](repeating: 0, count: 16), cipher: "aes256-ctr", rounds: .max)
            try folder.write("key", text)
            #expect(error(folder("key")) == .tooManyRounds(path: folder("key"), rounds: .max))
        }
    }

    private func container(
        publicKey: [UInt8], inside: [UInt8], cipher: String = "none", rounds: UInt32 = 0
    ) -> String {
        var writer = WireWriter()
        writer.raw("openssh-key-v1\0".utf8)
        writer.string(cipher)
        writer.string(cipher == "none" ? "none" : "bcrypt")
        var options = WireWriter()
        if cipher != "none" {
            options.string([UInt8](repeating: 1, count: 16))
            options.uint32(rounds)
        }
        writer.string(options.bytes)
        writer.uint32(1)
        writer.string(publicKey)
        writer.string(inside)
        return ContainerText.armoured(writer.bytes)
    }
}
