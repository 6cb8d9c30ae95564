import Inventory
import NIOCore
import NIOPosix
import SSH
import Synchronization
import Testing

@testable import Reach
@testable import Remote

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("How a program is ended")
struct ProgramPatienceTests {
    /// What a program says is read, and answered by a Ctrl-C, before it is known here that it has begun.
    @Test func aSignalThatComesWhileAProgramIsStartedIsForTheProgram() async throws {
        let far = StubConnection(.saysSomethingFirst)
        let reached = Reached(try far.host)
        let patience = ProgramPatience(at: reached)
        let program = try await patience.start { () async throws(Unreached) in
            try await reached.start(
                ProgramRequest(.shell), output: HeardSink { patience.pass(SIGINT) }, errors: NullSink())
        }
        let outcome = await patience.wait(program, timeout: nil)
        #expect(outcome.signal == SIGINT)
        #expect(far.signals == ["INT"])
        guard case .exited(9) = outcome.end else {
            Issue.record("\(outcome.end)")
            return
        }
    }

    @Test func aProgramThatDoesNotBeginAfterASignalIsNotWaitedFor() async throws {
        let far = StubConnection(.neverBegins)
        let reached = Reached(try far.host)
        let patience = ProgramPatience(at: reached, grace: .milliseconds(1))
        await #expect(throws: Unreached.self) {
            _ = try await patience.start { () async throws(Unreached) in
                patience.pass(SIGINT)
                return try await reached.start(ProgramRequest(.shell), output: NullSink(), errors: NullSink())
            }
        }
        #expect(far.signals.isEmpty)
    }
}

/// Tells when something comes.
private struct HeardSink: ByteSink {
    let heard: @Sendable () -> Void

    func take(_ bytes: ByteBuffer, done: @escaping @Sendable (Bool) -> Void) {
        heard()
        done(true)
    }

    func finish(done: @escaping @Sendable () -> Void) { done() }
}

/// A connection to a program that ends with 9 when it is sent a signal.
private actor StubConnection: LentConnection {
    enum Manner {
        case saysSomethingFirst, neverBegins
    }

    nonisolated let eventLoop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next()
    let failure: SSHError? = nil
    let hasBegun = true
    private let manner: Manner
    private nonisolated let sent = Mutex([String]())

    init(_ manner: Manner) { self.manner = manner }

    nonisolated var signals: [String] { sent.withLock { $0 } }

    nonisolated var host: LentHost {
        get throws {
            let machine = Machine(
                role: .host, vpc: "v", name: "h", address: try HostPort("192.0.2.1:22"), hostKeys: [], environments: [],
                foreign: .keep)
            return LentHost(machine: machine, connection: self, bastion: "", user: "u", greeting: "", keys: [])
        }
    }

    func start(
        _ request: ProgramRequest, credit: Int, within limit: Duration,
        onEvent: @escaping @Sendable (SSH.ChannelEvent) -> Void
    ) async throws(SSHError) -> SSH.Channel {
        switch manner {
        case .saysSomethingFirst:
            onEvent(.data(ByteBuffer(string: "up\n")))
            return SSH.Channel(
                Handle { [self] name in
                    sent.withLock { $0.append(name) }
                    onEvent(.closed(.byServer(exit: .status(9))))
                })
        case .neverBegins:
            // Until it is cancelled.
            let (never, ending) = AsyncStream<Never>.makeStream()
            for await _ in never {}
            ending.finish()
            throw .closed(.established)
        }
    }

    func openTCP(
        to host: String, port: Int, credit: Int, within limit: Duration, late: LateOpening,
        onEvent: @escaping @Sendable (SSH.ChannelEvent) -> Void
    ) async throws(SSHError) -> SSH.Channel { throw .closed(.established) }

    nonisolated func onEnd(_ body: @escaping @Sendable (SSHError) -> Void) {}
    nonisolated func close() {}

    private struct Handle: ChannelHandle {
        let signalled: @Sendable (String) -> Void

        func write(_ bytes: ByteBuffer) {}
        func finishWriting() {}
        func grant(_ count: Int) {}
        func resize(to size: TerminalSize) {}
        func signal(_ name: String) -> Bool {
            signalled(name)
            return true
        }
        func close() {}
    }
}
