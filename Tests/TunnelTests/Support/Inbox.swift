import NIOCore

/// What has come in on a connection and was not asked for yet; nothing is read that was not asked for.
final class Inbox: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var arrived = CircularBuffer<ByteBuffer>()
    private var end: Result<ByteBuffer?, any Error>?
    private var asked: EventLoopPromise<ByteBuffer?>?
    private var context: ChannelHandlerContext?

    func take(on loop: any EventLoop) -> EventLoopFuture<ByteBuffer?> {
        if let bytes = arrived.popFirst() { return loop.makeSucceededFuture(bytes) }
        if let end { return loop.makeCompletedFuture(end) }
        let promise = asked ?? loop.makePromise(of: ByteBuffer?.self)
        asked = promise
        // A channel that is not registered yet forgets that it was to read.
        if let context, context.channel.isActive { context.read() }
        return promise.futureResult
    }

    /// More has come than was wanted.
    func putBack(_ bytes: ByteBuffer) {
        arrived.prepend(bytes)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        over(.success(nil))
    }

    func channelActive(context: ChannelHandlerContext) {
        if asked != nil { context.read() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard let asked else { return arrived.append(bytes) }
        self.asked = nil
        asked.succeed(bytes)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { over(.success(nil)) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        over(.success(nil))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        over(.failure(error))
        context.close(promise: nil)
    }

    private func over(_ result: Result<ByteBuffer?, any Error>) {
        if end == nil { end = result }
        asked?.completeWith(result)
        asked = nil
    }
}
