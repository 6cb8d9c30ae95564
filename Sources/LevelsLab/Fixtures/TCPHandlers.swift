import NIOCore

/// Reads no more than it can write back: what a client does not fetch, it may not send either.
final class EchoHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private var wantsRead = false

    func read(context: ChannelHandlerContext) {
        wantsRead = true
        readIfWritable(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) { readIfWritable(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.write(data, promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .some(.inputClosed) = event as? ChannelEvent { context.close(mode: .output, promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func readIfWritable(_ context: ChannelHandlerContext) {
        guard wantsRead, context.channel.isWritable else { return }
        wantsRead = false
        context.read()
    }
}

final class SourceHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let count: Int
    private let pattern: Pattern
    private var sent = 0
    private var isSending = false

    init(count: Int, pattern: Pattern) {
        self.count = count
        self.pattern = pattern
    }

    func channelActive(context: ChannelHandlerContext) { send(context) }
    func channelWritabilityChanged(context: ChannelHandlerContext) { send(context) }
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func send(_ context: ChannelHandlerContext) {
        // A flush that makes room says so from inside.
        guard !isSending, sent <= count else { return }
        isSending = true
        defer { isSending = false }
        while sent < count, context.channel.isActive, context.channel.isWritable {
            let size = min(64 << 10, count - sent)
            let bytes = context.channel.allocator.buffer(bytes: pattern.bytes(at: sent, count: size))
            sent += size
            context.writeAndFlush(NIOAny(bytes), promise: nil)
        }
        if sent == count {
            sent += 1
            context.close(mode: .output, promise: nil)
        }
    }
}

final class SinkHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var sum = StreamSum()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        sum.add(unwrapInboundIn(data).readableBytesView)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .some(.inputClosed) = event as? ChannelEvent else { return }
        context.writeAndFlush(NIOAny(context.channel.allocator.buffer(string: sum.line)), promise: nil)
        context.close(mode: .output, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

final class SilentHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
}

final class ResetHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelActive(context: ChannelHandlerContext) { DelayLine.reset(context.channel) }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
