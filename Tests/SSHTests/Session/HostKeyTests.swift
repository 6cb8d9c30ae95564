import LevelsLab
import SSH
import Testing

@testable import LevelsLab

/// The host key is judged before a byte of an authentication is sent.
@Suite(.timeLimit(.minutes(10)))
struct HostKeyTests {
    @Test(
        "a known_hosts line admits the host",
        arguments: [
            "pipe.example KEY", "*.example KEY", "other,pipe.example KEY",
            "pipe.example ssh-rsa AAAA\npipe.example KEY",
        ])
    func known(line: String) async throws {
        try await PipeServer.with { server in
            let policy = HostKeyPolicy(knownHosts: [file(line, server)])
            try await Login.shakingHands(with: server, trusting: policy) { _ in }
        }
    }

    @Test("a host on another port stands in brackets, and only so")
    func bracketed() async throws {
        try await PipeServer.with { server in
            let policy = HostKeyPolicy(knownHosts: [file("[pipe.example]:2222 KEY", server)])
            try await Login.shakingHands(with: server, trusting: policy, port: 2222) { _ in }
        }
        try await PipeServer.with { server in
            let policy = HostKeyPolicy(knownHosts: [file("pipe.example KEY", server)])
            let error = await sshError {
                try await Login.shakingHands(with: server, trusting: policy, port: 2222) { _ in }
            }
            guard case .hostKey(.unknownHost, _)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("a name that ssh-keygen has hashed is found")
    func hashed() async throws {
        try await PipeServer.with { server in
            let path = server.folder + "/known_hosts"
            try Disk.write("[pipe.example]:2222 \(server.hostKey)\n", to: path)
            try await Command.run([try Programs.sshKeygen(), "-q", "-H", "-f", path])
            #expect(Disk.text(path)?.hasPrefix("|1|") == true)
            let policy = HostKeyPolicy(knownHosts: [try KnownHosts.load(path: path)])
            try await Login.shakingHands(with: server, trusting: policy, port: 2222) { _ in }
        }
    }

    @Test("of several keys of a host one that the server has is asked for")
    func several() async throws {
        var options = PipeServer.Options()
        options.hostKeyKind = "ecdsa"
        try await PipeServer.with(options) { server in
            let other = try await KeyMaker.make("ecdsa", at: server.folder + "/other", comment: "")
            let policy = HostKeyPolicy(knownHosts: [file("pipe.example \(other)\npipe.example KEY", server)])
            try await Login.shakingHands(with: server, trusting: policy) { session in
                #expect(await session.negotiated.contains("ecdsa-sha2-nistp256"))
            }
        }
    }

    @Test("a pinned key of another host is refused, and the server sees no login")
    func changed() async throws {
        try await PipeServer.with { server in
            let other = try await KeyMaker.make("ed25519", at: server.folder + "/other", comment: "")
            let error = await sshError {
                try await Login.shakingHands(with: server, trusting: try Login.pinned(other)) { session in
                    try await session.authenticate(
                        user: server.user, keys: [Login.key(server.clientKey)], within: Login.limit)
                }
            }
            guard case .hostKey(.changed(let expected), let presented)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(expected.map(\.source) == [.pinned])
            let real = try PublicKeyBlob.parse(line: Substring(server.hostKey)).key
            #expect(presented == real)
            try await expectNoLogin(server)
        }
    }

    @Test("a revoked key is refused although it is pinned, and the server sees no login")
    func revoked() async throws {
        try await PipeServer.with { server in
            let key = try PublicKeyBlob.parse(line: Substring(server.hostKey)).key
            let other = try await KeyMaker.make("ed25519", at: server.folder + "/other", comment: "")
            let policy = HostKeyPolicy(
                pinned: [key, try PublicKeyBlob.parse(line: Substring(other)).key],
                knownHosts: [file("@revoked * KEY", server)])
            let error = await sshError { try await Login.shakingHands(with: server, trusting: policy) { _ in } }
            guard case .hostKey(.revoked(let source), _)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(source == .file(path: "known_hosts", line: 1))
            try await expectNoLogin(server)
        }
    }

    @Test("of a host that nothing is known of not even a key is asked for")
    func unknown() async throws {
        try await PipeServer.with { server in
            let error = await sshError {
                try await Login.shakingHands(with: server, trusting: HostKeyPolicy()) { _ in }
            }
            guard case .hostKey(.unknownHost, nil)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    private func file(_ lines: String, _ server: PipeServer) -> KnownHosts {
        let text = lines.split(separator: "KEY", omittingEmptySubsequences: false).joined(separator: server.hostKey)
        return KnownHosts(path: "known_hosts", contents: Array(text.utf8))
    }

    /// The server has seen the connection end before anybody said who they are.
    private func expectNoLogin(_ server: PipeServer) async throws {
        let ended = try await Patience.until(within: .seconds(20)) { () throws(LabFailure) in
            server.log().contains("[preauth]")
        }
        #expect(ended, "\(server.log())")
        #expect(!server.log().contains("userauth-request"))
    }
}
