import LevelsLab
import NIOCore
import Testing

@testable import SSH

/// Running commands on a real sshd.
@Suite(.timeLimit(.minutes(10)))
struct ExecTests {
    @Test("standard output and standard error are kept apart, and the exit status comes through")
    func streams() async throws {
        try await Login.with { session, _ in
            let heard = try await session.run("echo out; echo err >&2; exit 42")
            #expect(heard.text == "out\n")
            #expect(heard.errorOutput == Array("err\n".utf8))
            #expect(heard.exit == .status(42))
        }
    }

    @Test("what is written is the command's standard input, and its end is told")
    func input() async throws {
        let input = Pattern(seed: 1).bytes(at: 0, count: 3 << 20)
        try await Login.with { session, _ in
            let heard = try await session.run("cat", input: input)
            #expect(heard.output == input)
            #expect(heard.exit == .status(0))
        }
    }

    @Test("a command goes on after its input has ended")
    func halfClose() async throws {
        try await Login.with { session, _ in
            let heard = try await session.run("cat; echo and more", input: Array("said ".utf8))
            #expect(heard.text == "said and more\n")
        }
    }

    @Test("a signal that ended the command is named")
    func signal() async throws {
        try await Login.with { session, _ in
            let over = try await session.run("kill -TERM $$")
            #expect(over.exit == .signal("TERM"))
        }
    }

    @Test("much output on both streams at once arrives whole")
    func bothStreams() async throws {
        try await Login.with { session, _ in
            let log = ChannelLog()
            let channel = try await session.execute(
                Array("head -c 4000000 /dev/zero & head -c 4000000 /dev/zero | tr '\\0' x >&2; wait; exit 5".utf8),
                credit: 64 << 20, within: Login.limit
            ) { log.note($0) }
            defer { channel.close() }
            let heard = await log.closed()
            #expect(heard.output.count == 4_000_000 && heard.output.allSatisfy { $0 == 0 })
            #expect(heard.errorOutput.count == 4_000_000 && heard.errorOutput.allSatisfy { $0 == UInt8(ascii: "x") })
            #expect(heard.exit == .status(5))
        }
    }

    @Test("no more comes than was granted, and the session holds no more than a window of the rest")
    func backPressure() async throws {
        try await Login.with { session, _ in
            let log = ChannelLog()
            let channel = try await session.execute(
                Array("head -c 300000000 /dev/zero".utf8), credit: 1000, within: Login.limit
            ) { log.note($0) }
            await log.until { $0.count == 1000 }
            // Other channels of the session go on meanwhile, in full.
            let over = try await session.run("head -c 5000000 /dev/zero")
            #expect(over.count == 5_000_000)
            #expect(log.now.count == 1000)
            #expect(await session.memoryInUse < ReceiveWindow.widestStart + (2 << 20))
            channel.grant(500)
            await log.until { $0.count == 1500 }
            channel.close()
            guard case .byUs? = await log.closed().end else {
                Issue.record("\(log.now)")
                return
            }
        }
    }

    @Test("a channel whose credit is used up to the last byte still learns of the end")
    func exactCredit() async throws {
        try await Login.with { session, _ in
            let heard = try await session.run("printf 12345; exit 6", credit: 5)
            #expect(heard.text == "12345")
            #expect(heard.sawEnd)
            #expect(heard.exit == .status(6))
        }
    }

    @Test("many commands run side by side, each with its own output")
    func many() async throws {
        var options = PipeServer.Options()
        options.config = ["MaxSessions 64"]
        try await Login.with(options) { session, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<40 {
                    group.addTask {
                        let input = Pattern(seed: UInt64(index)).bytes(at: 0, count: 50_000)
                        let heard = try await session.run("cat; exit \(index)", input: input)
                        #expect(heard.output == input)
                        #expect(heard.exit == .status(Int32(index)))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("a session that sshd does not allow is refused, and the next one that it does is opened")
    func refusedSession() async throws {
        var options = PipeServer.Options()
        options.config = ["MaxSessions 0"]
        try await TCPServer.with(.echo) { echo in
            try await Login.with(options) { session, _ in
                let error = await sshError { _ = try await session.run("true") }
                guard case .channelRefused(let refusal)? = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(refusal.reason == .connectFailed)
                let log = ChannelLog()
                let channel = try await session.dial(echo.port, log)
                channel.write(ByteBuffer(string: "still here"))
                await log.until { $0.text == "still here" }
                channel.close()
            }
        }
    }

    @Test("a command whose reader has gone is ended by closing its channel")
    func closing() async throws {
        try await Login.with { session, _ in
            let log = ChannelLog()
            let channel = try await session.execute(Array("yes".utf8), credit: 1 << 20, within: Login.limit) {
                log.note($0)
            }
            await log.until { $0.count == 1 << 20 }
            channel.close()
            _ = await log.closed()
            let over = try await session.run("exit 3")
            #expect(over.exit == .status(3))
        }
    }
}
