import NIOCore
import NIOPosix
import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One local client: parked until there is a way through, then spliced to its channel.
///
/// Back-pressure both ways: what comes from the far end is only granted when the client took what came before, and the
/// client is only read while the channel has room.
final class ClientHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What passed, and when last in which direction.
    private(set) var traffic = ClientTraffic()
    private var context: ChannelHandlerContext?
    private var channel: SSH.Channel?
    private var mayRead = false
    private var readIsPending = false
    /// Bytes taken from the channel that the client has not taken yet.
    private var ungranted = 0
    /// What a client that has closed its side already left behind: NIO reads that to its end, asked or not. It is no
    /// more than the kernel held for the socket.
    private var early = CircularBuffer<ByteBuffer>()
    private(set) var sawClientEnd = false
    private var sawFarEnd = false
    private(set) var isDraining = false
    private(set) var isOver = false
    private let onOver: (ClientTraffic, String) -> Void
    private var onRelease: (() -> Void)?

    /// - Parameter onOver: called once, on the event loop, with what passed and how it ended.
    init(onOver: @escaping (ClientTraffic, String) -> Void) {
        self.onOver = onOver
    }

    /// The client's own port, on loopback.
    var remotePort: Int? { context?.channel.remoteAddress?.port }

    // MARK: The way through

    /// The client's bytes go to `channel` from now on.
    func splice(to channel: SSH.Channel) {
        guard !isOver else { return channel.close() }
        self.channel = channel
        while let bytes = early.popFirst() { channel.write(bytes) }
        if sawClientEnd { channel.finishWriting() }
        grantWhatWasTaken()
        allowReading(true)
    }

    /// Calls `body` once the client no longer needs its way through.
    func whenReleased(_ body: @escaping () -> Void) {
        if isOver { body() } else { onRelease = body }
    }

    /// There is no way through: the client learns it by a reset, not by an end that looks orderly.
    func turnAway(because reason: String) {
        // First, because a closing socket says that its client has closed it.
        over(reason)
        reset()
    }

    func heard(_ event: SSH.ChannelEvent) {
        if isOver { return }
        if isDraining {
            if case .closed = event { over("closed by the client") }
            return
        }
        guard let context else { return }
        switch event {
        case .data(let bytes):
            traffic.received(bytes.readableBytes)
            ungranted += bytes.readableBytes
            context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
            grantWhatWasTaken()
        case .standardError: break
        case .writable(let writable): allowReading(writable)
        case .endOfStream:
            sawFarEnd = true
            afterFlush { $0.close(mode: .output, promise: nil) }
        case .closed(.byServer):
            // The client is there until it has taken the last bytes: a tunnel that is closed before that resets it.
            afterFlush {
                self.over("closed by the database")
                $0.close(promise: nil)
            }
        case .closed(.byUs):
            over("closed by the client")
            context.close(promise: nil)
        case .closed(.sessionEnded):
            turnAway(because: "the tunnel was lost")
        }
    }

    // MARK: The client

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { readIsPending = true }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        traffic.sent(bytes.readableBytes)
        if let channel { channel.write(bytes) } else { early.append(bytes) }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        grantWhatWasTaken()
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case NIOCore.ChannelEvent.inputClosed = event {
            sawClientEnd = true
            channel?.finishWriting()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if sawFarEnd, let channel, !isOver {
            // Both have said all, and the client has gone. What it said last may still be on its way: the channel ends by
            // itself when the far end has it. NIO tells no inputClosed of a client whose output was closed before.
            isDraining = true
            channel.finishWriting()
        } else {
            channel?.close()
            over("closed by the client")
        }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        channel?.close()
        context.close(promise: nil)
        over("reset by the client")
    }

    // MARK: Helpers of both

    private func grantWhatWasTaken() {
        guard ungranted > 0, let channel, let context, context.channel.isWritable else { return }
        channel.grant(ungranted)
        ungranted = 0
    }

    private func allowReading(_ allowed: Bool) {
        mayRead = allowed
        if allowed, readIsPending, let context {
            readIsPending = false
            context.read()
        }
    }

    private func afterFlush(_ body: @escaping (any NIOCore.Channel) -> Void) {
        guard let context else { return }
        let channel = context.channel
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
        written.futureResult.assumeIsolated().whenComplete { _ in body(channel) }
    }

    private func reset() {
        guard let context else { return }
        // Closing a socket that must not linger sends RST (socket(7)).
        (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in
        }
        context.close(promise: nil)
    }

    private func over(_ reason: String) {
        guard !isOver else { return }
        isOver = true
        onOver(traffic, reason)
        onRelease?()
        onRelease = nil
    }
}
