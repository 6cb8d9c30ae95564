import CLibSSH2
import NIOCore

extension Session {
    /// Runs a command (RFC 4254, section 6.5). The server hands the bytes of `command` to a shell of its own.
    public func execute(
        _ command: [UInt8], credit: Int, within limit: Duration,
        onEvent: @escaping @Sendable (ChannelEvent) -> Void
    ) async throws(SSHError) -> Channel {
        try await start(ProgramRequest(.command(command)), credit: credit, within: limit, onEvent: onEvent)
    }

    /// Starts a program on a channel of its own (RFC 4254, section 6).
    ///
    /// - Parameters:
    ///   - credit: bytes of output that may come before ``Channel/grant(_:)`` is called.
    ///   - limit: how long the server may take.
    ///   - onEvent: called on the session's event loop.
    public func start(
        _ request: ProgramRequest, credit: Int, within limit: Duration,
        onEvent: @escaping @Sendable (ChannelEvent) -> Void
    ) async throws(SSHError) -> Channel {
        let channel = try await open(
            "session", ByteBuffer(), credit: credit,
            window: request.window ?? ReceiveWindow.initial(roundTrip: roundTrip),
            within: limit, late: .closed, isExec: true, onEvent)
        guard let state = channels[channel.id] else { throw failure ?? .closed(stage) }
        state.hasFixedWindow = request.window != nil
        let starting = ProgramStart(request, on: state.pointer)
        let denied: String? = try await perform(within: limit) {
            // A server that has closed the channel is not going to answer.
            let isAnswered = starting.goOn()
            guard isAnswered || state.isClosedByServer else { return .again }
            state.isStarting = false
            // Of few names, which are ours.
            self.refusedVariables.formUnion(starting.refused)
            return .done(starting.denied ?? (isAnswered ? nil : request.program.name))
        }
        if let denied {
            channel.close()
            throw failure ?? .requestDenied(denied)
        }
        return Channel(channel)
    }
}

/// The requests that lead to a running program.
///
/// They are sent one behind the other, without a wait for the answers in between: libssh2 keeps the state of each kind of
/// request apart, and takes the answers, which come in order, as they are asked for. So a terminal costs no round trip.
/// Variables are of one kind, and only the last of them is sent ahead.
private final class ProgramStart {
    private let request: ProgramRequest
    private let pointer: OpaquePointer
    private var environment: ArraySlice<ProgramRequest.Variable>
    private var hasTerminal: Bool
    private var isStarted = false
    /// What the server would not do.
    private(set) var denied: String?
    /// Variables that it would not take.
    private(set) var refused: Set<String> = []

    init(_ request: ProgramRequest, on pointer: OpaquePointer) {
        self.request = request
        self.pointer = pointer
        environment = request.environment[...]
        hasTerminal = request.terminal == nil
    }

    /// True once the server has answered everything.
    func goOn() -> Bool {
        while let variable = environment.first {
            let code = libssh2_channel_setenv_ex(
                pointer, variable.name, UInt32(variable.name.utf8.count), variable.value,
                UInt32(variable.value.utf8.count))
            if code == LIBSSH2_ERROR_EAGAIN { break }
            // Most servers take few variables, or none (sshd_config(5), AcceptEnv): that is no failure.
            if code != 0 { refused.insert(variable.name) }
            environment.removeFirst()
        }
        guard environment.count < 2 else { return false }
        if !hasTerminal, let terminal = request.terminal {
            let code = self.ask(for: terminal)
            if code != LIBSSH2_ERROR_EAGAIN {
                hasTerminal = true
                if code != 0 { denied = denied ?? "pty-req" }
            }
        }
        if !isStarted {
            let code = startProgram()
            if code != LIBSSH2_ERROR_EAGAIN {
                isStarted = true
                if code != 0 { denied = denied ?? request.program.name }
            }
        }
        return environment.isEmpty && hasTerminal && isStarted
    }

    private func ask(for terminal: TerminalRequest) -> Int32 {
        terminal.modes.withUnsafeBytes { modes in
            libssh2_channel_request_pty_ex(
                pointer, terminal.type, UInt32(terminal.type.utf8.count),
                modes.baseAddress?.assumingMemoryBound(to: CChar.self), UInt32(modes.count),
                Int32(terminal.size.columns), Int32(terminal.size.rows), Int32(terminal.size.width),
                Int32(terminal.size.height))
        }
    }

    private func startProgram() -> Int32 {
        let (name, argument) = (request.program.name, request.program.argument)
        guard let argument else {
            return libssh2_channel_process_startup(pointer, name, UInt32(name.utf8.count), nil, 0)
        }
        return argument.withUnsafeBytes { bytes in
            libssh2_channel_process_startup(
                pointer, name, UInt32(name.utf8.count), bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                UInt32(bytes.count))
        }
    }
}
