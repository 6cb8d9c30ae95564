package import NIOCore
import Reach
package import SSH

/// A session that another process keeps, as a ``Connection``: what is asked of it goes over a socket.
///
/// The actor lives on the socket's event loop. That process is heard every few seconds, or it counts as gone.
package actor SharedConnection: LentConnection {
    package nonisolated let eventLoop: any EventLoop
    package nonisolated var unownedExecutor: UnownedSerialExecutor { eventLoop.executor.asUnownedSerialExecutor() }

    let socket: any NIOCore.Channel
    private var reader = FrameReader()
    var channels: [UInt32: SharedChannelState] = [:]
    private var nextChannel: UInt32 = 1
    private var opening: [UInt32: CheckedContinuation<Result<Void, SSHError>, Never>] = [:]
    /// Whoever waits for a frame of channel 0.
    private var answer: CheckedContinuation<Frame?, Never>?
    private var answers: [Frame] = []
    package private(set) var failure: SSHError?
    private var onEnd: [@Sendable (SSHError) -> Void] = []
    private var unanswered = 0
    private var heartbeat: RepeatedTask?
    /// Whether a program was begun, or may have been, or a connection was made: what was asked for is not to be done again.
    package private(set) var hasBegun = false

    /// Between two questions whether the other side is there.
    static let interval = TimeAmount.seconds(5)
    /// How many may go unanswered.
    private static let missed = 3

    init(_ socket: any NIOCore.Channel) {
        self.socket = socket
        eventLoop = socket.eventLoop
    }

    // MARK: Asking

    /// The next frame that is for nobody's channel; nil where none came in time, or the other side has gone.
    package func frame(within limit: Duration) async -> Frame? {
        if !answers.isEmpty { return answers.removeFirst() }
        guard failure == nil else { return nil }
        let alarm = eventLoop.scheduleTask(in: .nanoseconds(limit.nanoseconds)) { [weak self] in
            self?.assumeIsolated { $0.settle(nil) }
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { answer = $0 }
        } onCancel: {
            close()
        }
    }

    package nonisolated func send(_ frame: Frame) { socket.writeAndFlush(frame.bytes, promise: nil) }

    private func settle(_ frame: Frame?) {
        guard let waiting = answer else {
            if let frame, answers.count < 4 { answers.append(frame) }
            return
        }
        answer = nil
        waiting.resume(returning: frame)
    }

    // MARK: Opening

    package func start(
        _ request: ProgramRequest, credit: Int, within limit: Duration,
        onEvent: @escaping @Sendable (SSH.ChannelEvent) -> Void
    ) async throws(SSHError) -> SSH.Channel {
        let before = hasBegun
        hasBegun = true
        do throws(SSHError) {
            return try await open(.program(request), credit, limit, onEvent)
        } catch {
            if !before, error.isBeforeStart { hasBegun = false }
            throw error
        }
    }

    package func openTCP(
        to host: String, port: Int, credit: Int, within limit: Duration, late: LateOpening,
        onEvent: @escaping @Sendable (SSH.ChannelEvent) -> Void
    ) async throws(SSHError) -> SSH.Channel {
        let channel = try await open(.port(host: host, port: port), credit, limit, onEvent)
        hasBegun = true
        return channel
    }

    private func open(
        _ opening: Opening, _ credit: Int, _ limit: Duration, _ onEvent: @escaping @Sendable (SSH.ChannelEvent) -> Void
    ) async throws(SSHError) -> SSH.Channel {
        if let failure { throw failure }
        let number = nextChannel
        nextChannel += 1
        channels[number] = SharedChannelState(onEvent)
        let (seconds, attoseconds) = limit.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        send(opening.frame(number, Opening.Terms(credit: credit, limit: Int(milliseconds))))
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { self.opening[number] = $0 }
        } onCancel: {
            close()
        }
        do throws(SSHError) {
            try result.get()
            return SSH.Channel(SharedChannel(connection: self, number: number))
        } catch {
            channels[number] = nil
            throw error
        }
    }

    // MARK: What comes. On the event loop.

    nonisolated func receive(_ bytes: ByteBuffer) {
        assumeIsolated { connection in
            connection.unanswered = 0
            connection.reader.append(bytes)
            do throws(FrameError) {
                while connection.failure == nil, let frame = try connection.reader.next() { try connection.take(frame) }
            } catch {
                connection.fail(.gone("the background process is not understood"))
            }
        }
    }

    nonisolated func socketClosed() {
        assumeIsolated { $0.fail(.gone("the background process that kept the connection has ended")) }
    }

    private func take(_ frame: Frame) throws(FrameError) {
        switch frame.kind {
        case .ping: send(Frame(.pong))
        case .pong: break
        case .hello, .granted, .refused: settle(frame)
        case .opened: opening.removeValue(forKey: frame.channel)?.resume(returning: .success(()))
        case .failed:
            let error = try Ending.error(Array(frame.payload.readableBytesView))
            opening.removeValue(forKey: frame.channel)?.resume(returning: .failure(error))
        case .data: channels[frame.channel]?.onEvent(.data(frame.payload))
        case .standardError: channels[frame.channel]?.onEvent(.standardError(frame.payload))
        case .endOfStream: channels[frame.channel]?.onEvent(.endOfStream)
        case .grant:
            let count = try frame.number()
            guard count <= Visit.credit else { throw .tooMuch }
            granted(count, frame.channel)
        case .closed:
            let end = try Ending.end(Array(frame.payload.readableBytesView))
            let state = channels.removeValue(forKey: frame.channel)
            // It may end before it is known to have begun.
            opening.removeValue(forKey: frame.channel)?.resume(returning: .success(()))
            state?.onEvent(.closed(end))
        case .ended: fail(try Ending.error(Array(frame.payload.readableBytesView)))
        case .ask, .start, .connect, .finish, .resize, .signal, .close: throw .unexpected(frame.kind)
        }
    }

    // MARK: Life

    /// From here on the other side is asked for signs of life.
    package func keepAsking() {
        heartbeat = eventLoop.scheduleRepeatedTask(initialDelay: Self.interval, delay: Self.interval) { [weak self] _ in
            self?.assumeIsolated { $0.ask() }
        }
    }

    private func ask() {
        guard unanswered < Self.missed else { return fail(.gone("the background process does not answer any more")) }
        unanswered += 1
        send(Frame(.ping))
    }

    package nonisolated func onEnd(_ body: @escaping @Sendable (SSHError) -> Void) {
        onLoop { connection in
            if let failure = connection.failure { body(failure) } else { connection.onEnd.append(body) }
        }
    }

    package nonisolated func close() { onLoop { $0.fail(.closed(.established)) } }

    nonisolated func onLoop(_ body: @escaping @Sendable (isolated SharedConnection) -> Void) {
        if eventLoop.inEventLoop { assumeIsolated(body) } else { eventLoop.execute { self.assumeIsolated(body) } }
    }

    private func fail(_ error: SSHError) {
        guard failure == nil else { return }
        failure = error
        heartbeat?.cancel()
        socket.close(promise: nil)
        settle(nil)
        let (waiting, open) = (opening, channels)
        (opening, channels) = ([:], [:])
        for continuation in waiting.values { continuation.resume(returning: .failure(error)) }
        for state in open.values { state.onEvent(.closed(.sessionEnded(error))) }
        for body in onEnd { body(error) }
        onEnd = []
    }
}

extension SSHError {
    static func gone(_ words: String) -> SSHError { .disconnected(Disconnect(reason: 11, description: words)) }

    /// Whether it says that the program was not begun. Of a terminal that was not had nothing is known: the program was
    /// asked for at once with it.
    fileprivate var isBeforeStart: Bool {
        switch self {
        case .channelRefused: true
        case .requestDenied(let what): what != "pty-req"
        default: false
        }
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds.multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ attoseconds / 1_000_000_000
    }
}
