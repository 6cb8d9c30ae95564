import NIOCore
public import Reach
public import SSH
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Our terminal, joined to a program on a far one.
public final class TerminalSession: Sendable {
    private let terminal: LocalTerminal
    private let program: RemoteProgram
    private let type: String
    private let isRaw = Mutex(false)
    private let hasLeft = Mutex(false)
    private let filter = Mutex(EscapeFilter())
    private let say: @Sendable (String) -> Void

    /// Bytes that may be under way to the terminal. What is here already cannot be called back by a Ctrl-C.
    private static let credit = 64 << 10
    /// The same, as the server has it.
    private static let window = 256 << 10

    private init(
        _ terminal: LocalTerminal, _ program: RemoteProgram, _ type: String,
        _ say: @escaping @Sendable (String) -> Void
    ) {
        self.terminal = terminal
        self.program = program
        self.type = type
        self.say = say
    }

    /// Starts `program` on a terminal like ours, with ours joined to it.
    ///
    /// - Parameters:
    ///   - type: `TERM`.
    ///   - say: tells the person at the terminal something of our own.
    public static func start(
        _ program: ProgramRequest.Program, on terminal: LocalTerminal, type: String,
        environment: [ProgramRequest.Variable], at reached: Reached, say: @escaping @Sendable (String) -> Void
    ) async throws(Unreached) -> TerminalSession {
        var request = ProgramRequest(program)
        request.terminal = terminal.request(type: type)
        request.environment = environment
        request.window = window
        let thread = DescriptorWriter.thread()
        let running = try await reached.start(
            request, output: DescriptorWriter(STDOUT_FILENO, on: thread),
            errors: DescriptorWriter(STDERR_FILENO, on: thread), credit: credit)
        let session = TerminalSession(terminal, running, type, say)
        session.takeTerminal()
        running.read(STDIN_FILENO) { session.typed($0) }
        return session
    }

    /// How the program ended; nil where the person left it. The terminal is as it was by then.
    public func ended() async -> RemoteEnd? {
        let end = await program.ended()
        giveTerminalBack()
        switch end {
        case .exited, .signalled, .silent: break
        // Whatever had the whole screen cannot clear up any more.
        case .closed, .lost, .unheard: tidy()
        }
        return hasLeft.withLock { $0 } ? nil : end
    }

    public func resize() { program.resize(to: terminal.size) }

    /// We were stopped, and go on: somebody else has had the terminal meanwhile.
    public func resumed() {
        guard isRaw.withLock({ $0 }) else { return }
        terminal.makeRaw()
        resize()
    }

    /// Gives the terminal back, for an exit that waits for nothing.
    public func giveTerminalBack() {
        isRaw.withLock { isRaw in
            if isRaw { terminal.restore() }
            isRaw = false
        }
    }

    /// Closes it, whether the far side answers or not; the program there is hung up on.
    public func leave() { program.leave() }

    private func takeTerminal() {
        isRaw.withLock { isRaw in
            isRaw = true
            terminal.makeRaw()
        }
    }

    private func tidy() {
        guard type != "dumb" else { return }
        var bytes = Array(LocalTerminal.tidying.utf8)
        _ = write(STDOUT_FILENO, &bytes, bytes.count)
    }

    private func typed(_ bytes: ByteBuffer) -> ByteBuffer? {
        let (send, command) = filter.withLock { $0.take(bytes.readableBytesView) }
        switch command {
        case nil: break
        case .leave:
            hasLeft.withLock { $0 = true }
            leave()
        case .suspend: suspend()
        case .help: say("~. leaves, ~^Z suspends, ~~ sends a ~; at the beginning of a line\r")
        }
        return ByteBuffer(bytes: send)
    }

    private func suspend() {
        giveTerminalBack()
        // All of our job, as the terminal would.
        kill(0, SIGTSTP)
        takeTerminal()
        resize()
    }
}
