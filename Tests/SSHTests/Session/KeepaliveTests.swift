import LevelsLab
import NIOCore
import SSH
import Testing

@testable import LevelsLab

/// Telling a silent server from a dead one, and living with servers that ask us.
@Suite(.timeLimit(.minutes(10)))
struct KeepaliveTests {
    @Test("a server that was stopped is taken for dead")
    func stopped() async throws {
        var configuration = SessionConfiguration()
        configuration.keepalive = .init(interval: .milliseconds(300), missed: 2)
        try await TestServer.with { server in
            try await Login.at(server, configuration) { session in
                let log = ChannelLog()
                _ = try await session.execute(Array("cat".utf8), credit: 1000, within: Login.limit) { log.note($0) }
                for process in server.processes { ProcessTree.stop(process) }
                let heard = await log.closed()
                guard case .sessionEnded(.peerDead)? = heard.end else {
                    Issue.record("\(heard)")
                    return
                }
            }
        }
    }

    @Test("a server that was stopped is taken for dead although no channel is open")
    func stoppedAndIdle() async throws {
        var configuration = SessionConfiguration()
        configuration.keepalive = .init(interval: .milliseconds(300), missed: 2)
        try await TestServer.with { server in
            try await Login.at(server, configuration) { session in
                for process in server.processes { ProcessTree.stop(process) }
                let end = await session.ended()
                guard case .peerDead = end else {
                    Issue.record("\(end)")
                    return
                }
            }
        }
    }

    @Test("a silent server that answers is not dead, and its answers take no memory")
    func silent() async throws {
        var configuration = SessionConfiguration()
        configuration.keepalive = .init(interval: .milliseconds(50), missed: 200)
        try await Login.with(PipeServer.Options(), configuration) { session, server in
            let before = await session.memoryInUse
            // Every refusal of a question is a line in the log, so these are as many intervals that were lived through.
            try await server.logged("keepalive@levels-ssh", times: 30)
            #expect(await session.memoryInUse <= before + 4096)
            let over = try await session.run("exit 3")
            #expect(over.exit == .status(3))
        }
    }

    @Test("a server that asks, and would leave without an answer, stays although no channel is open")
    func asked() async throws {
        var options = PipeServer.Options()
        options.config = ["ClientAliveInterval 1", "ClientAliveCountMax 2", "LogLevel DEBUG3"]
        var configuration = SessionConfiguration()
        configuration.keepalive = .init(interval: .seconds(600), missed: 1)
        try await Login.with(options, configuration) { session, server in
            // Each answer of ours is one.
            try await server.logged("for keepalive", times: 6)
            #expect(await session.failure == nil)
            let over = try await session.run("exit 3")
            #expect(over.exit == .status(3))
        }
    }
}

extension PipeServer {
    /// Waits until that many lines of the log have a text. A log is a file: there is nothing to be told by.
    func logged(_ text: String, times: Int) async throws {
        let isSo = try await Patience.until(within: .seconds(60)) { () throws(LabFailure) in
            log().split(whereSeparator: \.isNewline).count { $0.contains(text) } >= times
        }
        #expect(isSo, "\(log())")
    }
}
