import LevelsLab
import NIOCore
import NIOPosix
import SSH
import Testing

@testable import LevelsLab

/// Connections that a server takes long over, as behind a packet filter that drops.
@Suite(.timeLimit(.minutes(10)))
struct LateOpeningTests {
    @Test("channels that are not open in time keep no other from being opened, and cost nothing")
    func forgotten() async throws {
        try await narrow { port, _ in
            try await TCPServer.with(.echo) { echo in
                try await Login.with { session, _ in
                    try await expectEcho(echo.port, session)
                    let (windows, memory) = (await session.windowsLeft, await session.memoryInUse)
                    for _ in 0..<5 {
                        try await expectLate(port, session)
                        #expect(await !session.isStuck)
                        try await expectEcho(echo.port, session)
                    }
                    #expect(await session.windowsLeft == windows)
                    #expect(await session.memoryInUse < memory + 4096)
                }
            }
        }
    }

    @Test("those who wait behind it get their turn")
    func others() async throws {
        try await narrow { port, _ in
            try await TCPServer.with(.echo) { echo in
                try await Login.with { session, _ in
                    try await withThrowingTaskGroup { group in
                        for index in 0..<20 {
                            group.addTask {
                                if index % 5 == 0 {
                                    try await expectLate(port, session)
                                } else {
                                    try await expectEcho(echo.port, session)
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                }
            }
        }
    }

    @Test("those that come after all disturb nobody, not even another that is being opened then")
    func late() async throws {
        try await narrow { port, listener in
            try await TCPServer.with(.echo) { echo in
                try await Login.with { session, server in
                    // Something that is open, and stays so.
                    let log = ChannelLog()
                    let held = try await session.dial(echo.port, log)
                    for _ in 0..<3 { try await expectLate(port, session) }
                    try await listener.setOption(.autoRead, value: true).get()
                    let late = try await Patience.until(within: .seconds(30)) { () throws(LabFailure) in
                        do { try await expectEcho(echo.port, session) } catch {
                            Issue.record(error)
                            return true
                        }
                        // sshd's word for a connection that came about.
                        return server.log().split(separator: "connected to 127.0.0.1 port \(port)").count > 3
                    }
                    #expect(late)
                    held.write(ByteBuffer(string: "still there"))
                    held.finishWriting()
                    #expect(await log.closed().text == "still there")
                    let over = try await session.run("exit 3")
                    #expect(over.exit == .status(3))
                }
            }
        }
    }

    /// A port where connections are not answered, because one who is not served fills its queue (listen(2)); until its
    /// `autoRead` is set: then each is told something, and ended.
    private func narrow(_ body: (Int, any NIOCore.Channel) async throws -> Void) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 0)
            .serverChannelOption(.autoRead, value: false)
            .childChannelInitializer { channel in
                channel.writeAndFlush(ByteBuffer(string: "late")).flatMap { channel.close() }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = listener.localAddress?.port ?? 0
        let filler = try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: port).get()
        do {
            try await body(port, listener)
        } catch {
            try? await filler.close()
            try? await listener.close()
            throw error
        }
        try? await filler.close()
        try? await listener.close()
    }

    private func expectLate(_ port: Int, _ session: Session) async throws {
        let error = await sshError {
            _ = try await session.openTCP(
                to: "127.0.0.1", port: port, credit: 100, within: .milliseconds(300), late: .forgotten
            ) { _ in }
        }
        guard case .timedOut(.open)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    private func expectEcho(_ port: Int, _ session: Session) async throws {
        let log = ChannelLog()
        let channel = try await session.dial(port, log)
        channel.write(ByteBuffer(string: "hello"))
        channel.finishWriting()
        #expect(await log.closed().text == "hello")
    }
}
