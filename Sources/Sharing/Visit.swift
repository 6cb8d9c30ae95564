package import NIOCore
package import SSH
import Synchronization

/// A visitor's channels on a session that we keep: frames in, frames out. What the visitor sends is not trusted to keep to
/// anything.
package final class Visit: Sendable {
    /// What is asked for by ``Frame/Kind/signal`` is done by this; the token is the one that the program has in its
    /// environment, if any.
    package typealias Signaller = @Sendable (_ channel: SSH.Channel, _ name: String, _ token: String?) async -> Void

    struct Open {
        /// Nil until it is open.
        var channel: SSH.Channel?
        var token: String?
        /// Bytes that came from the visitor and were not granted anew.
        var ungranted = 0
        var isWritable = true
    }

    struct State {
        var channels: [UInt32: Open] = [:]
        var isOver = false
        /// Bytes that were sent and have not left.
        var unsent = 0
    }

    let session: Session
    let state = Mutex(State())
    private let output: any NIOCore.Channel
    private let mayReach: @Sendable (_ host: String, _ port: Int) -> Bool
    private let tag: (@Sendable () -> ProgramRequest.Variable)?
    private let signal: Signaller

    /// Bytes that a visitor may send on a channel before more is granted.
    package static let credit = 256 << 10
    static let mostChannels = 1024
    static let mostCredit = 16 << 20
    /// Bytes that may lie here for a visitor who does not fetch them.
    static let mostUnsent = 64 << 20
    /// How long a server may take to open a channel on a session that has worked so far. All others wait meanwhile.
    static let patience = 10_000

    /// - Parameters:
    ///   - output: the visitor's connection.
    ///   - mayReach: whether a port may be connected to.
    ///   - tag: makes what a program is known by where a signal has to find it; nil where none has to.
    package init(
        _ session: Session, output: any NIOCore.Channel, mayReach: @escaping @Sendable (String, Int) -> Bool,
        tag: (@Sendable () -> ProgramRequest.Variable)?,
        signal: @escaping Signaller
    ) {
        self.session = session
        self.output = output
        self.mayReach = mayReach
        self.tag = tag
        self.signal = signal
    }

    /// Tells the visitor when the session ends, and does not wait for one who takes no notice.
    package func begin() {
        session.onEnd { [weak self, output] error in
            self?.send(Frame(.ended, 0, Ending.bytes(error)))
            output.eventLoop.scheduleTask(in: .seconds(5)) { output.close(promise: nil) }
        }
    }

    package func take(_ frame: Frame) throws(FrameError) {
        switch frame.kind {
        case .ping: send(Frame(.pong))
        case .pong: break
        case .start, .connect: try open(frame)
        case .data: try pass(frame)
        case .finish: channel(frame.channel)?.finishWriting()
        case .grant:
            let count = try frame.number()
            guard count <= Self.mostCredit else { throw .tooMuch }
            channel(frame.channel)?.grant(count)
        case .resize:
            var reader = WireReader(Array(frame.payload.readableBytesView))
            guard let size = try? TerminalSize.read(&reader) else { throw .malformed }
            channel(frame.channel)?.resize(to: size)
        case .signal: try pass(signal: frame)
        case .close: channel(frame.channel)?.close()
        case .ask, .hello, .granted, .refused, .opened, .failed, .endOfStream, .closed, .ended, .standardError:
            throw .unexpected(frame.kind)
        }
    }

    /// The visitor has gone: nobody hears its programs any more.
    package func end() {
        let open = state.withLock { state in
            state.isOver = true
            return state.channels.values.compactMap(\.channel)
        }
        for channel in open { channel.close() }
    }

    func channel(_ number: UInt32) -> SSH.Channel? { state.withLock { $0.channels[number]?.channel } }

    func send(_ frame: Frame) {
        let bytes = frame.bytes
        let count = bytes.readableBytes
        let isTooMuch = state.withLock { state in
            state.unsent += count
            return state.unsent > Self.mostUnsent
        }
        if isTooMuch { return output.close(promise: nil) }
        let written = output.eventLoop.makePromise(of: Void.self)
        written.futureResult.whenComplete { [weak self] _ in self?.state.withLock { $0.unsent -= count } }
        output.writeAndFlush(bytes, promise: written)
    }

    // MARK: Opening

    private func open(_ frame: Frame) throws(FrameError) {
        let (opening, terms) = try Opening.read(frame)
        let number = frame.channel
        guard terms.credit <= Self.mostCredit else { throw .tooMuch }
        let token = tag?()
        let isFree = state.withLock { state in
            guard state.channels.count < Self.mostChannels, state.channels[number] == nil else { return false }
            state.channels[number] = Open(token: token?.value)
            return true
        }
        guard isFree else { throw .tooMuch }
        let limit = Duration.milliseconds(min(terms.limit, Self.patience))
        // In a task that nobody cancels: whoever is cancelled while something is opened ends the session.
        Task {
            do throws(SSHError) {
                let channel: SSH.Channel
                switch opening {
                case .program(var request):
                    if let token { request.environment.append(token) }
                    channel = try await session.start(request, credit: terms.credit, within: limit) {
                        self.heard($0, number)
                    }
                case .port(let host, let port):
                    guard mayReach(host, port) else {
                        throw .channelRefused(
                            OpenRefusal(reason: .administrativelyProhibited, description: "not in this VPC"))
                    }
                    channel = try await session.openTCP(
                        to: host, port: port, credit: terms.credit, within: limit, late: .forgotten
                    ) { self.heard($0, number) }
                }
                opened(number, channel)
            } catch {
                state.withLock { $0.channels[number] = nil }
                send(Frame(.failed, number, Ending.bytes(error)))
            }
        }
    }

    private func opened(_ number: UInt32, _ channel: SSH.Channel) {
        let isOver = state.withLock { state in
            state.channels[number]?.channel = channel
            return state.isOver
        }
        // Not before: what the visitor sends on it may be here at once.
        send(Frame(.opened, number))
        if isOver { channel.close() }
    }

    // MARK: What a visitor sends

    private func pass(_ frame: Frame) throws(FrameError) {
        let (number, count) = (frame.channel, frame.payload.readableBytes)
        let (channel, isTooMuch) = state.withLock { state in
            state.channels[number]?.ungranted += count
            let open = state.channels[number]
            return (open?.channel, (open?.ungranted ?? 0) > Self.credit)
        }
        if isTooMuch { throw .tooMuch }
        guard let channel else { return }
        channel.write(frame.payload)
        // Behind the write, so that the channel has said by then whether it wants more.
        session.eventLoop.execute { [weak self] in self?.grantAnew(number) }
    }

    private func grantAnew(_ number: UInt32) {
        let count = state.withLock { state in
            guard let open = state.channels[number], open.isWritable else { return 0 }
            state.channels[number]?.ungranted = 0
            return open.ungranted
        }
        if count > 0 { send(Frame(.grant, number, count: count)) }
    }

    private func pass(signal frame: Frame) throws(FrameError) {
        let name = String(decoding: frame.payload.readableBytesView, as: UTF8.self)
        guard name.utf8.count <= 16, name.utf8.allSatisfy({ 0x30...0x39 ~= $0 || 0x41...0x5a ~= $0 }) else {
            throw .malformed
        }
        guard let open = state.withLock({ $0.channels[frame.channel] }), let channel = open.channel else { return }
        Task { await signal(channel, name, open.token) }
    }

    // MARK: What the server sends. On the session's event loop.

    private func heard(_ event: SSH.ChannelEvent, _ number: UInt32) {
        switch event {
        case .data(let bytes): send(Frame(.data, number, bytes))
        case .standardError(let bytes): send(Frame(.standardError, number, bytes))
        case .endOfStream: send(Frame(.endOfStream, number))
        case .writable(let isWritable):
            state.withLock { $0.channels[number]?.isWritable = isWritable }
            if isWritable { grantAnew(number) }
        case .closed(let end):
            state.withLock { $0.channels[number] = nil }
            send(Frame(.closed, number, Ending.bytes(end)))
        }
    }
}

extension Frame {
    init(_ kind: Kind, _ channel: UInt32, count: Int) {
        self.init(kind, channel, ByteBuffer(integer: UInt32(clamping: count)))
    }

    func number() throws(FrameError) -> Int {
        guard payload.readableBytes == 4, let number = payload.getInteger(at: payload.readerIndex, as: UInt32.self)
        else { throw .malformed }
        return Int(number)
    }
}
