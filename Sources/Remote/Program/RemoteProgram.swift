public import NIOCore
public import SSH
import Synchronization

/// A program that runs at a host, with its three streams: as fast as each of them is served, and no faster.
public final class RemoteProgram: Sendable {
    private struct State {
        var channel: SSH.Channel?
        /// Bytes that were passed on before the channel was known here.
        var ungranted = 0
        var isUnheard = false
        var input: InputPump?
        var end: RemoteEnd?
        var waiters: [CheckedContinuation<RemoteEnd, Never>] = []
    }

    private let session: any Connection
    private let output: any ByteSink
    private let errors: any ByteSink
    private let state = Mutex(State())

    /// Bytes of output that may be under way to the sinks.
    public static let credit = 512 << 10

    private init(_ session: any Connection, _ output: any ByteSink, _ errors: any ByteSink) {
        self.session = session
        self.output = output
        self.errors = errors
    }

    /// - Parameters:
    ///   - credit: bytes of output that may be under way to the sinks.
    ///   - limit: how long starting it may take.
    public static func start(
        _ request: ProgramRequest, over session: any Connection, output: any ByteSink, errors: any ByteSink,
        credit: Int, within limit: Duration
    ) async throws(SSHError) -> RemoteProgram {
        let program = RemoteProgram(session, output, errors)
        program.adopt(try await session.start(request, credit: credit, within: limit) { program.heard($0) })
        return program
    }

    /// The same for a port, as the server reaches it: what is connected there has two streams, and ends without a word.
    public static func connect(
        to host: String, port: Int, over session: any Connection, output: any ByteSink, credit: Int = credit,
        within limit: Duration
    ) async throws(SSHError) -> RemoteProgram {
        let program = RemoteProgram(session, output, NullSink())
        program.adopt(
            try await session.openTCP(to: host, port: port, credit: credit, within: limit) { program.heard($0) })
        return program
    }

    private func adopt(_ channel: SSH.Channel) {
        let ungranted = state.withLock { state in
            state.channel = channel
            return state.ungranted
        }
        if ungranted > 0 { channel.grant(ungranted) }
    }

    // MARK: Its input

    /// Feeds it from a descriptor, to the end of that.
    ///
    /// - Parameter filter: sees what was read, and says what is to be sent of it; nil ends the input.
    public func read(_ descriptor: Int32, filter: @escaping @Sendable (ByteBuffer) -> ByteBuffer? = { $0 }) {
        guard let pump = InputPump(descriptor), let channel = state.withLock({ $0.channel }) else {
            return finishWriting()
        }
        let isOver = state.withLock { state in
            state.input = pump
            return state.end != nil
        }
        if isOver { return }
        pump.start { [session] bytes in
            guard let wanted = filter(bytes) else { return false }
            channel.write(wanted)
            // Behind the write, so that the channel has said by then whether it wants more.
            session.eventLoop.execute { pump.taken() }
            return true
        } end: {
            channel.finishWriting()
        }
    }

    public func finishWriting() { state.withLock { $0.channel }?.finishWriting() }

    // MARK: Its life

    /// How it ended, once all that it said has been passed on. A caller who is cancelled leaves it, whether the far side
    /// answers or not.
    public func ended() async -> RemoteEnd {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let end = state.withLock { state in
                    if state.end == nil { state.waiters.append(continuation) }
                    return state.end
                }
                if let end { continuation.resume(returning: end) }
            }
        } onCancel: {
            leave()
        }
    }

    /// Closes it, and its session where the server does not answer that.
    public func leave() {
        close()
        session.eventLoop.scheduleTask(in: .seconds(1)) { [session] in session.close() }
    }

    public func resize(to size: TerminalSize) { state.withLock { $0.channel }?.resize(to: size) }

    /// Asks the server to send it a signal.
    /// - Returns: whether that can be asked.
    public func signal(_ name: String) -> Bool { state.withLock { $0.channel }?.signal(name) ?? false }

    /// Closes its channel. What becomes of the program is the server's affair: without a terminal it goes on until it
    /// reads or writes.
    public func close() { state.withLock { $0.channel }?.close() }

    // MARK: What it says. On the session's event loop.

    private func heard(_ event: SSH.ChannelEvent) {
        switch event {
        case .data(let bytes): pass(bytes, to: output)
        case .standardError(let bytes): pass(bytes, to: errors)
        case .writable(let writable): state.withLock { $0.input }?.allow(writable)
        case .endOfStream: break
        case .closed(let end):
            state.withLock { $0.input }?.stop()
            output.finish { [self] in errors.finish { [self] in over(end) } }
        }
    }

    private func pass(_ bytes: ByteBuffer, to sink: any ByteSink) {
        let count = bytes.readableBytes
        sink.take(bytes) { [self] isPassed in
            let channel = state.withLock { state in
                if !isPassed { state.isUnheard = true }
                if state.channel == nil { state.ungranted += count }
                return state.channel
            }
            if isPassed { channel?.grant(count) } else { channel?.close() }
        }
    }

    private func over(_ end: ChannelEnd) {
        let (result, waiters) = state.withLock { state in
            let result = RemoteEnd(end, isUnheard: state.isUnheard)
            state.end = result
            defer { state.waiters = [] }
            return (result, state.waiters)
        }
        for waiter in waiters { waiter.resume(returning: result) }
    }
}

extension RemoteEnd {
    fileprivate init(_ end: ChannelEnd, isUnheard: Bool) {
        switch end {
        case .byServer(.status(let code)): self = .exited(code)
        case .byServer(.signal(let name)): self = .signalled(name)
        case .byServer(nil): self = isUnheard ? .unheard : .silent
        case .byUs: self = isUnheard ? .unheard : .closed
        case .sessionEnded(let error): self = .lost(error)
        }
    }
}
