import LevelsLab
import NIOPosix
import SSH
import Testing

@testable import LevelsLab

/// Logging in to a real sshd with every kind of key that is used.
@Suite(.timeLimit(.minutes(10)))
struct LoginTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: [String]
        var testDescription: String { name }
    }

    static let kinds = [
        Kind(name: "ed25519", arguments: ["-t", "ed25519"]),
        Kind(name: "ecdsa 256", arguments: ["-t", "ecdsa", "-b", "256"]),
        Kind(name: "ecdsa 384", arguments: ["-t", "ecdsa", "-b", "384"]),
        Kind(name: "ecdsa 521", arguments: ["-t", "ecdsa", "-b", "521"]),
        Kind(name: "RSA in OpenSSH's form", arguments: ["-t", "rsa", "-b", "2048"]),
        Kind(name: "RSA in PEM", arguments: ["-t", "rsa", "-b", "2048", "-m", "PEM"]),
        Kind(name: "RSA in PKCS#8", arguments: ["-t", "rsa", "-b", "2048", "-m", "PKCS8"]),
    ]

    @Test("a key file logs in, with a passphrase and without", arguments: kinds, ["", "open, sesame"])
    func file(kind: Kind, passphrase: String) async throws {
        try await PipeServer.with(noKeys) { server in
            let path = try await make(kind, passphrase, in: server)
            let key = try Identity(path: path, passphrases: Answer(passphrase))
            try await Login.shakingHands(with: server) { session in
                try await session.authenticate(user: server.user, keys: [key], within: Login.limit)
                let over = try await session.run("exit 7")
                #expect(over.exit == .status(7))
            }
            if kind.name.hasPrefix("RSA") { #expect(server.log().contains("pkalg rsa-sha2-"), "\(server.log())") }
        }
    }

    @Test("an agent logs in, with every kind of key", arguments: kinds[..<5])
    func agent(kind: Kind) async throws {
        try await PipeServer.with(noKeys) { server in
            let path = try await make(kind, "", in: server)
            try await RealAgent.with(in: server.folder) { agent in
                try await agent.add(path)
                let client = AgentClient(path: agent.socket, group: MultiThreadedEventLoopGroup.singleton)
                let keys = try await client.identities().map { Identity($0, agent: client) }
                #expect(keys.count == 1)
                try await Login.shakingHands(with: server) { session in
                    try await session.authenticate(user: server.user, keys: keys, within: Login.limit)
                }
            }
        }
    }

    @Test(
        "a key in a token logs in",
        .enabled(if: Versions.running.signsWithSecurityKeys, "libssh2 \(Versions.running) cannot: 1.11.0 and later can")
    )
    func token() async throws {
        try await PipeServer.with(noKeys) { server in
            try await TokenAgent.with(in: server.folder) { agent in
                try Disk.write(agent.key.line + "\n", to: server.folder + "/authorized_keys", mode: 0o644)
                let list = try await IdentityList.gather(
                    IdentityRequest(agent: .success(agent.client), defaults: [], passphrases: NoPassphrase()))
                try await Login.shakingHands(with: server) { session in
                    try await session.authenticate(user: server.user, keys: list.identities, within: Login.limit)
                    #expect(try await session.run("exit 7").exit == .status(7))
                }
            }
        }
    }

    @Test("a key that is not let in is refused, and says how many were offered")
    func refused() async throws {
        try await PipeServer.with(noKeys) { server in
            let error = await sshError {
                try await Login.shakingHands(with: server) { session in
                    try await session.authenticate(
                        user: server.user, keys: [Login.key(server.clientKey)], within: Login.limit)
                }
            }
            guard case .refused(let refusal)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(refusal.user == server.user)
            #expect(refusal.offered == 1)
        }
    }

    @Test("a wrong passphrase is the key's failure, and only asked for when the server wants the key")
    func wrongPassphrase() async throws {
        try await PipeServer.with(noKeys) { server in
            let path = try await make(Self.kinds[0], "open, sesame", in: server)
            let key = try Identity(path: path, passphrases: Answer("no idea"))
            let error = await sshError {
                try await Login.shakingHands(with: server) { session in
                    try await session.authenticate(user: server.user, keys: [key], within: Login.limit)
                }
            }
            guard case .identity(.wrongPassphrase)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("of ten keys no more are offered than sshd's MaxAuthTries takes, and the one that fits is found")
    func manyKeys() async throws {
        var options = noKeys
        options.config = ["MaxAuthTries 6"]
        try await PipeServer.with(options) { server in
            var paths: [String] = []
            for index in 0..<10 {
                paths.append(server.folder + "/many\(index)")
                _ = try await KeyMaker.make("ed25519", at: paths[index], comment: "")
            }
            try admit(paths[4], at: server)
            let list = try await IdentityList.gather(
                IdentityRequest(
                    named: paths, agent: .failure(.notConfigured), defaults: [], passphrases: NoPassphrase()))
            try await Login.shakingHands(with: server) { session in
                try await session.authenticate(user: server.user, keys: list.identities, within: Login.limit)
            }
            #expect(!server.log().contains("Too many authentication failures"))
        }
    }

    @Test("a server that has had enough of keys says so, and is quoted")
    func tooManyKeys() async throws {
        var options = noKeys
        options.config = ["MaxAuthTries 2"]
        try await PipeServer.with(options) { server in
            var keys: [Identity] = []
            for index in 0..<5 {
                let path = server.folder + "/many\(index)"
                _ = try await KeyMaker.make("ed25519", at: path, comment: "")
                keys.append(try Login.key(path))
            }
            let offered = keys
            let error = await sshError {
                try await Login.shakingHands(with: server) { session in
                    try await session.authenticate(user: server.user, keys: offered, within: Login.limit)
                }
            }
            guard case .disconnected(let last)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(last.reason == 2)
            #expect(last.description.contains("Too many authentication failures"))
        }
    }

    private var noKeys: PipeServer.Options {
        var options = PipeServer.Options()
        options.authorizesClientKey = false
        return options
    }

    private func make(_ kind: Kind, _ passphrase: String, in server: PipeServer) async throws -> String {
        let path = server.folder + "/key"
        try await Command.run(
            [try Programs.sshKeygen(), "-q", "-a", "1"] + kind.arguments + [
                "-N", passphrase, "-C", "a key", "-f", path,
            ])
        try admit(path, at: server)
        return path
    }

    /// sshd reads the file when somebody wants to log in.
    private func admit(_ path: String, at server: PipeServer) throws {
        try Disk.write(Disk.text(path + ".pub") ?? "", to: server.folder + "/authorized_keys", mode: 0o644)
    }
}

/// A person who knows a passphrase.
private struct Answer: PassphraseSource {
    let attempts = 1
    let text: String

    init(_ text: String) { self.text = text }

    func passphrase(for request: PassphraseRequest) async throws(PassphraseError) -> Secret { Secret(text) }
}
