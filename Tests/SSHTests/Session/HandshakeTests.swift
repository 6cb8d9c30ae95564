import LevelsLab
import SSH
import Testing

/// What is agreed on with a real sshd, and what is said when nothing can be.
@Suite(.timeLimit(.minutes(10)))
struct HandshakeTests {
    @Test(
        "keys are exchanged with the host key that is asked for",
        arguments: [
            ("ed25519", "ssh-ed25519"), ("ecdsa", "ecdsa-sha2-nistp256"),
        ])
    func negotiates(kind: String, name: String) async throws {
        var options = PipeServer.Options()
        options.hostKeyKind = kind
        try await PipeServer.with(options) { server in
            try await Login.shakingHands(with: server) { session in
                #expect(await session.negotiated.contains(name))
            }
        }
    }

    @Test("the cipher and MAC that are cheapest for libssh2 come first")
    func fastest() async throws {
        try await PipeServer.with { server in
            try await Login.shakingHands(with: server) { session in
                #expect(await session.negotiated.contains("aes128-ctr hmac-sha2-256"))
            }
        }
    }

    @Test("an RSA host key is taken where libssh2 verifies SHA-2, and explained where it does not")
    func rsaHostKey() async throws {
        var options = PipeServer.Options()
        options.hostKeyKind = "rsa"
        try await PipeServer.with(options) { server in
            if Versions.running >= LibSSH2Release(1, 11, 0) {
                try await Login.shakingHands(with: server) { session in
                    #expect(await session.negotiated.contains("rsa-sha2-512"))
                }
                return
            }
            let error = await sshError { try await Login.shakingHands(with: server) { _ in } }
            guard case .algorithms(let mismatches)? = error, let mismatch = mismatches.first else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(mismatch.kind == .hostKey)
            #expect(mismatch.hint(running: Library.version).contains("libssh2 1.11.0 or later"))
        }
    }

    @Test("a server that takes nothing but encrypt-then-MAC is reached by 1.11, and explained by 1.10")
    func etmOnly() async throws {
        var options = PipeServer.Options()
        options.config = ["MACs hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com", "Ciphers aes128-ctr"]
        try await expectMismatch(options, kinds: [.macToServer, .macToClient]) { message in
            #expect(message.contains("we offer hmac-sha2-256, hmac-sha2-512;"))
            #expect(message.contains("the server offers hmac-sha2-256-etm@openssh.com, hmac-sha2-512-etm@openssh.com"))
        }
    }

    @Test("a server that takes nothing but AES-GCM is reached by 1.11, and explained by 1.10")
    func gcmOnly() async throws {
        var options = PipeServer.Options()
        options.config = ["Ciphers aes256-gcm@openssh.com"]
        try await expectMismatch(options, kinds: [.cipherToServer, .cipherToClient]) { message in
            #expect(message.contains("we offer aes128-ctr, aes192-ctr, aes256-ctr;"))
            #expect(message.contains("the server offers aes256-gcm@openssh.com"))
        }
    }

    @Test("a server that no libssh2 can talk to is explained without naming one")
    func hopeless() async throws {
        var options = PipeServer.Options()
        options.config = ["KexAlgorithms sntrup761x25519-sha512@openssh.com"]
        try await PipeServer.with(options) { server in
            let error = await sshError { try await Login.shakingHands(with: server) { _ in } }
            guard case .algorithms(let mismatches)? = error, let mismatch = mismatches.first else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(mismatch.kind == .keyExchange)
            #expect(mismatch.theirs == ["sntrup761x25519-sha512@openssh.com"])
            #expect(!mismatch.hint(running: Library.version).contains("libssh2"))
        }
    }

    @Test("whoever runs these tests with another libssh2 gets that one")
    func expectedLibrary() throws {
        guard let expected = Versions.expected else { return }
        #expect(Library.version == expected)
    }

    private func expectMismatch(
        _ options: PipeServer.Options, kinds: [AlgorithmMismatch.Kind], _ check: (String) -> Void
    ) async throws {
        if Versions.running >= LibSSH2Release(1, 11, 0) {
            try await Login.with(options) { session, _ in
                let over = try await session.run("exit 4")
                #expect(over.exit == .status(4))
            }
            return
        }
        try await PipeServer.with(options) { server in
            let error = await sshError { try await Login.shakingHands(with: server) { _ in } }
            guard case .algorithms(let mismatches)? = error, let mismatch = mismatches.first else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(mismatches.map(\.kind) == kinds)
            check(mismatch.message)
            #expect(mismatch.hint(running: Library.version).contains("use libssh2 1.11.0 or later (this is 1.10.0)"))
        }
    }
}
