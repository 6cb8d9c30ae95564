import LevelsLab
import Testing

@testable import SSH

/// OpenSSH's private key files without, and with, their first and last lines.
enum ContainerText {
    static func body(_ text: String) throws -> [UInt8] {
        let encoded = text.split(separator: "\n").dropFirst().dropLast().joined()
        return try #require(Base64.decode(Array(encoded.utf8)))
    }

    static func armoured(_ body: [UInt8]) -> String {
        "\(OpenSSHContainer.begin)\n\(Base64.encode(body))\n-----END OPENSSH PRIVATE KEY-----\n"
    }
}

@Suite struct PrivateKeyFuzzTests {
    @Test func noContainerMakesTheReaderCrash() async throws {
        try await TestFolder.with { folder in
            var generator = SeededGenerator(seed: 4)
            var bodies: [[UInt8]] = []
            for options in PrivateKeyFileTests.kinds {
                let name = options.joined()
                _ = try folder.key(name, options)
                bodies.append(try ContainerText.body(try folder.readText(name)))
            }
            for iteration in 0..<SeededGenerator.iterations / 4 {
                let bytes = generator.mutated(bodies[iteration % bodies.count])
                let text = Secret(ContainerText.armoured(bytes))
                guard let container = try? OpenSSHContainer(text: text), container.cipher == nil else { continue }
                guard let opened = try? container.privateKey(passphrase: nil) else { continue }
                #expect(opened.key.publicKey.type.isEmpty == false)
            }
        }
    }

    @Test func noTextMakesTheReaderCrash() async throws {
        try await TestFolder.with { folder in
            var generator = SeededGenerator(seed: 6)
            _ = try folder.key("key", ["-t", "ecdsa", "-m", "PEM"])
            _ = try folder.key("locked", ["-t", "ecdsa", "-m", "PEM"], passphrase: "secret")
            for sample in [try folder.bytes("key"), try folder.bytes("locked")] {
                for _ in 0..<SeededGenerator.iterations / 4 {
                    let text = Secret(String(decoding: generator.mutated(sample), as: UTF8.self))
                    _ = try? PrivateKey.pem(text, passphrase: Secret("secret"))
                    _ = try? OpenSSHContainer(text: text)
                }
            }
            // What is left after all of it is in order.
            _ = try PrivateKey.pem(Secret(try folder.readText("key")), passphrase: nil)
        }
    }
}
