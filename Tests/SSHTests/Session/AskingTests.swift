import Testing

@testable import LevelsLab
@testable import SSH

/// Showing a server public keys whose private halves nobody has.
@Suite(.timeLimit(.minutes(10)))
struct AskingTests {
    @Test("a key that would be taken is told from one that would not", arguments: ["ed25519", "ecdsa", "rsa"])
    func both(kind: String) async throws {
        try await PipeServer.with { server in
            let (known, stranger) = try await (strangers([kind], in: server)[0], strangers([kind], in: server)[0])
            try admit(known, at: server)
            try await Login.shakingHands(with: server) { session in
                try await expectTaken(known, session, server.user)
                let answer = try await session.ask(about: stranger, user: server.user, within: Login.limit)
                #expect(answer == .refused(methods: ["publickey"]))
            }
            #expect(!server.log().contains("Accepted publickey"))
        }
    }

    @Test("a key in a token is asked about, whatever libssh2 can sign with")
    func token() async throws {
        try await PipeServer.with { server in
            // ed25519's base point: a valid one, and nobody's key.
            let point = [0x58] + [UInt8](repeating: 0x66, count: 31)
            var writer = WireWriter()
            writer.string(KeyType.skED25519)
            writer.string(point)
            writer.string("ssh:")
            let key = try PublicKeyBlob(writer.bytes)
            try admit(key, at: server)
            try await Login.shakingHands(with: server) { session in
                try await expectTaken(key, session, server.user)
            }
        }
    }

    @Test("after questions the same session logs in")
    func thenIn() async throws {
        try await PipeServer.with { server in
            let keys = try await strangers(["ed25519", "ed25519", "rsa"], in: server)
            try await Login.shakingHands(with: server) { session in
                for key in keys {
                    let answer = try await session.ask(about: key, user: server.user, within: Login.limit)
                    #expect(answer == .refused(methods: ["publickey"]))
                }
                let own = try Login.key(server.clientKey)
                try await expectTaken(own.publicKey, session, server.user)
                try await session.authenticate(user: server.user, keys: [own], within: Login.limit)
                #expect(try await session.run("exit 7").exit == .status(7))
            }
        }
    }

    @Test("keys that would be taken cost nothing, and no more refusals are earned than allowed")
    func bounded() async throws {
        var options = PipeServer.Options()
        options.config = ["MaxAuthTries 3"]
        try await PipeServer.with(options) { server in
            let own = try Login.key(server.clientKey).publicKey
            let keys = try await strangers([String](repeating: "ed25519", count: 3), in: server)
            let asked = [own, own, own, own, keys[0], own, keys[1], own, keys[2]]
            try await Login.shakingHands(with: server) { session in
                let found = await session.ask(about: asked, user: server.user, refusals: 2, within: Login.limit)
                let no = KeyAnswer.refused(methods: ["publickey"])
                #expect(found.answers == [.wouldTake, .wouldTake, .wouldTake, .wouldTake, no, .wouldTake, no])
                #expect(found.ended == nil)
                try await session.authenticate(
                    user: server.user, keys: [Login.key(server.clientKey)], within: Login.limit)
            }
            #expect(!server.log().contains("Too many authentication failures"))
        }
    }

    @Test("a server that has had enough is quoted, and what it had answered is kept")
    func tooMany() async throws {
        var options = PipeServer.Options()
        options.config = ["MaxAuthTries 2"]
        try await PipeServer.with(options) { server in
            let keys = try await strangers([String](repeating: "ed25519", count: 3), in: server)
            try await Login.shakingHands(with: server) { session in
                let found = await session.ask(about: keys, user: server.user, refusals: 5, within: Login.limit)
                #expect(found.answers == [.refused(methods: ["publickey"])])
                guard case .disconnected(let last)? = found.ended else {
                    Issue.record("\(String(describing: found.ended))")
                    return
                }
                #expect(last.description.contains("Too many authentication failures"))
            }
        }
    }

    @Test("what else a server would take is reported")
    func methods() async throws {
        var options = PipeServer.Options()
        options.config = ["PasswordAuthentication yes"]
        try await PipeServer.with(options) { server in
            let key = try await strangers(["ed25519"], in: server)[0]
            try await Login.shakingHands(with: server) { session in
                let answer = try await session.ask(about: key, user: server.user, within: Login.limit)
                #expect(answer == .refused(methods: ["publickey", "password"]))
            }
        }
    }

    @Test("what a server offers is heard before anything is shown", arguments: [false, true])
    func offers(password: Bool) async throws {
        var options = PipeServer.Options()
        options.config = ["PasswordAuthentication \(password ? "yes" : "no")"]
        try await PipeServer.with(options) { server in
            try await Login.shakingHands(with: server) { session in
                let ways = try await session.offers(to: server.user, within: Login.limit)
                #expect(ways == ["publickey"] + (password ? ["password"] : []))
                // The connection is as good as before.
                let own = try Login.key(server.clientKey)
                try await session.authenticate(user: server.user, keys: [own], within: Login.limit)
                #expect(try await session.run("exit 7").exit == .status(7))
            }
        }
    }

    @Test("a certificate is asked about like a key")
    func certificate() async throws {
        try await PipeServer.with { server in
            let folder = server.folder
            let authority = try await KeyMaker.make("ed25519", at: folder + "/ca", comment: "")
            _ = try await strangers(["ed25519"], in: server)
            try await Command.run([
                try Programs.sshKeygen(), "-q", "-s", folder + "/ca", "-I", "test", "-n", server.user,
                folder + "/stranger0.pub",
            ])
            let text = Disk.text(folder + "/stranger0-cert.pub") ?? ""
            let certificate = try PublicKeyBlob.parse(line: Substring(text)).key
            #expect(certificate.isCertificate)
            try await Login.shakingHands(with: server) { session in
                let answer = try await session.ask(about: certificate, user: server.user, within: Login.limit)
                #expect(answer == .refused(methods: ["publickey"]))
                try Disk.write(
                    "cert-authority \(authority)\n", to: folder + "/authorized_keys", mode: 0o644)
                try await expectTaken(certificate, session, server.user)
            }
        }
    }

    private static let obstacle = TestServer.obstacle(.dropbear) ?? TestServer.obstacle(.asyncssh)

    @Test(
        "servers that are not OpenSSH are asked as well",
        .enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")),
        arguments: [TestServer.Flavour.dropbear, .asyncssh], ["ed25519", "ecdsa", "rsa"])
    func others(flavour: TestServer.Flavour, kind: String) async throws {
        var options = TestServer.Options(flavour)
        options.clientKeyKind = kind
        try await TestServer.with(options) { server in
            let own = try Login.key(server.clientKey)
            let line = try await KeyMaker.make(kind, at: server.folder + "/stranger", comment: "")
            let stranger = try PublicKeyBlob.parse(line: Substring(line)).key
            let session = try await Session.overTCP(
                to: "127.0.0.1", port: server.port, on: Login.loop, configuration: SessionConfiguration(),
                within: Login.limit)
            defer { session.close() }
            try await session.handshake(
                trusting: HostKeyPolicy(pinned: [server.hostKey]), host: "127.0.0.1", port: server.port,
                within: Login.limit)
            let answer = try await session.ask(about: stranger, user: server.user, within: Login.limit)
            guard case .refused(let methods) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(methods.contains("publickey"))
            try await expectTaken(own.publicKey, session, server.user)
            try await session.authenticate(user: server.user, keys: [own], within: Login.limit)
        }
    }

    /// Keys of these kinds that nobody knows.
    private func strangers(_ kinds: [String], in server: PipeServer) async throws -> [PublicKeyBlob] {
        var keys: [PublicKeyBlob] = []
        for kind in kinds {
            var number = 0
            while Disk.exists(server.folder + "/stranger\(number)") { number += 1 }
            let line = try await KeyMaker.make(kind, at: server.folder + "/stranger\(number)", comment: "")
            keys.append(try PublicKeyBlob.parse(line: Substring(line)).key)
        }
        return keys
    }

    private func expectTaken(
        _ key: PublicKeyBlob, _ session: Session, _ user: String, at location: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await session.ask(about: key, user: user, within: Login.limit)
        #expect(answer == .wouldTake, sourceLocation: location)
    }

    private func admit(_ key: PublicKeyBlob, at server: PipeServer) throws {
        try Disk.write(key.line + "\n", to: server.folder + "/authorized_keys", mode: 0o644)
    }
}
