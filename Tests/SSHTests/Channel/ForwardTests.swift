import LevelsLab
import NIOCore
import SSH
import Testing

/// Connections that a real sshd makes for us.
@Suite(.timeLimit(.minutes(10)))
struct ForwardTests {
    @Test("bytes go there and back, and half-close goes with them")
    func echo() async throws {
        let input = Pattern(seed: 2).bytes(at: 0, count: 2 << 20)
        try await TCPServer.with(.echo) { echo in
            try await Login.with { session, _ in
                let log = ChannelLog()
                let channel = try await session.dial(echo.port, log)
                channel.write(ByteBuffer(bytes: input))
                channel.finishWriting()
                let heard = await log.closed()
                #expect(heard.output == input)
                #expect(heard.sawEnd)
            }
        }
    }

    @Test("the other end may finish first, and still takes what we have to say")
    func serverEndsFirst() async throws {
        try await TCPServer.with(.source(count: 1000, Pattern(seed: 3))) { source in
            try await Login.with { session, _ in
                let log = ChannelLog()
                let channel = try await session.dial(source.port, log)
                await log.until { $0.sawEnd }
                #expect(log.now.output == Pattern(seed: 3).bytes(at: 0, count: 1000))
                #expect(log.now.end == nil)
                channel.write(ByteBuffer(string: "thanks"))
                channel.finishWriting()
                _ = await log.closed()
            }
        }
    }

    @Test("a hundred connections at once, all bytes equal")
    func hundred() async throws {
        try await TCPServer.with(.echo) { echo in
            try await Login.with { session, _ in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for index in 0..<100 {
                        group.addTask {
                            let input = Pattern(seed: UInt64(index)).bytes(at: 0, count: 40_000)
                            let log = ChannelLog()
                            let channel = try await session.dial(echo.port, log)
                            channel.write(ByteBuffer(bytes: input))
                            channel.finishWriting()
                            #expect(await log.closed().output == input)
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(await session.openChannels == 0)
            }
        }
    }

    @Test("windows promise no more after many channels than before")
    func windowBudget() async throws {
        var configuration = SessionConfiguration()
        configuration.windowBudget = 3 << 20
        try await TCPServer.with(.echo) { echo in
            try await Login.with(PipeServer.Options(), configuration) { session, _ in
                let before = await session.windowsLeft
                let logs = (0..<10).map { _ in ChannelLog() }
                var channels: [SSH.Channel] = []
                for log in logs { channels.append(try await session.dial(echo.port, log)) }
                for channel in channels { channel.finishWriting() }
                for log in logs { _ = await log.closed() }
                #expect(await session.windowsLeft == before)
            }
        }
    }

    @Test("what PermitOpen forbids is refused as prohibited")
    func prohibited() async throws {
        var options = PipeServer.Options()
        options.permitOpen = ["127.0.0.1:1"]
        try await expect(options, host: "127.0.0.1", port: 2, .administrativelyProhibited, "open failed")
    }

    @Test("a port where nobody listens is refused as a failed connect, in the server's words")
    func connectRefused() async throws {
        try await expect(PipeServer.Options(), host: "127.0.0.1", port: 1, .connectFailed, "Connection refused")
    }

    @Test("a name that the server cannot resolve is refused as a failed connect")
    func nameNotResolved() async throws {
        try await expect(PipeServer.Options(), host: "nobody.invalid", port: 1, .connectFailed, "")
    }

    @Test("the session goes on after refusals, and each of many tells its own")
    func manyRefusals() async throws {
        try await TCPServer.with(.echo) { echo in
            var options = PipeServer.Options()
            options.permitOpen = ["127.0.0.1:\(echo.port)", "127.0.0.1:1"]
            try await Login.with(options) { session, _ in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for index in 0..<30 {
                        group.addTask {
                            let log = ChannelLog()
                            switch index % 3 {
                            case 0:
                                let channel = try await session.dial(echo.port, log)
                                channel.finishWriting()
                                _ = await log.closed()
                            case 1: #expect(await refusal { _ = try await session.dial(1, log) } == .connectFailed)
                            default:
                                #expect(
                                    await refusal { _ = try await session.dial(2, log) } == .administrativelyProhibited)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test("a connection that is reset at the far end is closed here, and the session goes on")
    func reset() async throws {
        try await TCPServer.with(.reset) { reset in
            try await Login.with { session, _ in
                for _ in 0..<5 {
                    let log = ChannelLog()
                    do {
                        let channel = try await session.dial(reset.port, log)
                        channel.write(ByteBuffer(string: "hello"))
                        channel.finishWriting()
                        _ = await log.closed()
                    } catch let error as SSHError {
                        // On a busy machine the reset is there before sshd has said that the connection is.
                        guard case .channelRefused(let refusal) = error, refusal.reason == .connectFailed else {
                            throw error
                        }
                    }
                }
                let over = try await session.run("exit 3")
                #expect(over.exit == .status(3))
            }
        }
    }

    private func expect(
        _ options: PipeServer.Options, host: String, port: Int, _ reason: OpenRefusal.Reason, _ text: String
    ) async throws {
        try await Login.with(options) { session, _ in
            let error = await sshError {
                _ = try await session.openTCP(to: host, port: port, credit: 1, within: Login.limit) { _ in }
            }
            guard case .channelRefused(let refusal)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(refusal.reason == reason)
            #expect(refusal.description.contains(text))
        }
    }

    private func refusal(_ body: () async throws -> Void) async -> OpenRefusal.Reason? {
        guard case .channelRefused(let refusal)? = await sshError(nil, body) else { return nil }
        return refusal.reason
    }
}
