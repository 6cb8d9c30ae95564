import LevelsLab
import NIOCore
import SSH
import Testing

@testable import LevelsLab

/// Nothing is left of a session that is over.
@Suite(.timeLimit(.minutes(10)))
struct EndTests {
    @Test("a session that did all that there is to do gives all of its memory back")
    func memory() async throws {
        let account = try await Login.with { session, _ in
            _ = try await session.run("head -c 3000000 /dev/zero")
            _ = await sshError { _ = try await session.dial(1, ChannelLog()) }
            try await Traffic(bytesEachWay: 1 << 20, channels: 4).run(over: session)
            return await session.account
        }
        #expect(try await account.isGivenBack())
    }

    @Test("a session that ends with channels open and full gives all of its memory back")
    func midway() async throws {
        let account = try await Login.with { session, _ in
            for _ in 0..<3 {
                let log = ChannelLog()
                _ = try await session.execute(Array("yes".utf8), credit: 100_000, within: Login.limit) { log.note($0) }
                await log.until { $0.count == 100_000 }
            }
            #expect(await session.memoryInUse > 0)
            return await session.account
        }
        #expect(try await account.isGivenBack())
    }

    @Test("a session that ends while it waits for a signature gives all of its memory back")
    func whileSigning() async throws {
        let account = try await PipeServer.with { server in
            let path = server.folder + "/locked"
            try await Command.run([
                try Programs.sshKeygen(), "-q", "-t", "ed25519", "-a", "1", "-N", "secret", "-f", path,
            ])
            try Disk.write(Disk.text(path + ".pub") ?? "", to: server.folder + "/authorized_keys", mode: 0o644)
            return try await Login.shakingHands(with: server) { session in
                let key = try Identity(path: path, passphrases: HangsUp(session: session))
                let error = await sshError {
                    try await session.authenticate(user: server.user, keys: [key], within: Login.limit)
                }
                guard case .closed(.authentication)? = error else {
                    Issue.record("\(String(describing: error))")
                    return await session.account
                }
                return await session.account
            }
        }
        #expect(try await account.isGivenBack())
    }

    @Test("operations on a session that is over fail at once, with the reason")
    func afterwards() async throws {
        try await Login.with { session, _ in
            session.close()
            _ = await session.ended()
            for _ in 0..<2 {
                let error = await sshError { _ = try await session.run("true") }
                guard case .closed(.established)? = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
            }
        }
    }
}

/// Asked for a passphrase, it ends the session that wants it.
private struct HangsUp: PassphraseSource {
    let attempts = 1
    let session: Session

    func passphrase(for request: PassphraseRequest) async throws(PassphraseError) -> Secret {
        session.close()
        _ = await session.ended()
        return Secret("secret")
    }
}
