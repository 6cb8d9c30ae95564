import LevelsLab
import NIOCore
import Testing

@testable import SSH

/// Servers that log us in and then do what they should not.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct MisbehaviourTests {
    private static let obstacle = TestServer.obstacle(.asyncssh)

    @Test(
        "a channel that is closed instead of an answer to exec is a refusal, and the session goes on",
        .enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")))
    func closesOnExec() async throws {
        try await withServer("closes-on-exec") { session in
            for _ in 0..<20 {
                let error = await sshError { _ = try await session.run("true") }
                guard case .requestDenied("exec")? = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
            }
            try await Traffic(bytesEachWay: 10_000, channels: 1).run(over: session)
        }
    }

    @Test(
        "a command that ends without a status has none, and not success",
        .enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")))
    func leavesNoStatus() async throws {
        try await withServer("leaves-no-status") { session in
            let heard = try await session.run("true")
            #expect(heard.text == "half of it")
            #expect(heard.exit == nil)
        }
    }

    @Test(
        "what is said after a channel's end is not heard, and does no harm",
        .enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")))
    func talksOn() async throws {
        try await withServer("talks-on") { session in
            for _ in 0..<5 {
                let heard = try await session.run("true")
                #expect(heard.text.hasPrefix("first"))
                #expect(heard.end != nil)
            }
            try await Traffic(bytesEachWay: 10_000, channels: 1).run(over: session)
        }
    }

    @Test(
        "data beyond the window is not kept",
        .enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")))
    func overflows() async throws {
        try await withServer("overflows") { session in
            let log = ChannelLog()
            let channel = try await session.execute(Array("true".utf8), credit: 1000, within: Login.limit) {
                log.note($0)
            }
            // By the time that another channel has been opened and closed, all of it has come.
            try await Traffic(bytesEachWay: 10_000, channels: 1).run(over: session)
            #expect(log.now.count == 1000)
            #expect(await session.memoryInUse < ReceiveWindow.widestStart + (2 << 20))
            channel.close()
        }
    }

    private func withServer(_ habit: String, _ body: (Session) async throws -> Void) async throws {
        try await TestServer.with(TestServer.Options(.asyncssh, habit: habit)) { server in
            try await Login.at(server) { session in try await body(session) }
        }
    }
}
