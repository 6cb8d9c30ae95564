import NIOCore

/// One side of a relayed connection: what is read goes on the outgoing line, and the incoming line writes here.
final class RelayEnd: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private let outgoing: DelayLine
    private let incoming: DelayLine
    private var mayRead: Bool
    private var wantsRead = false
    private var hasEnded = false
    private var context: ChannelHandlerContext?

    init(outgoing: DelayLine, incoming: DelayLine, mayRead: Bool) {
        self.outgoing = outgoing
        self.incoming = incoming
        self.mayRead = mayRead
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        outgoing.resume = { [weak self] in self?.readIfWanted() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        outgoing.resume = {}
    }

    func allowReading() {
        mayRead = true
        readIfWanted()
    }

    func read(context: ChannelHandlerContext) {
        wantsRead = true
        readIfWanted()
    }

    private func readIfWanted() {
        guard wantsRead, mayRead, !outgoing.isFull, let context else { return }
        wantsRead = false
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Nobody is there any more to take it, and a real path would say so.
        if outgoing.isAbandoned { return DelayLine.reset(context.channel) }
        outgoing.append(.bytes(unwrapInboundIn(data)))
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { incoming.pump() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .some(.inputClosed) = event as? ChannelEvent { end(.end) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(.reset)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        // Both directions are over here: what was on its way to us has nobody to go to.
        end(.end)
        incoming.abandon()
    }

    private func end(_ item: DelayLine.Item) {
        if hasEnded { return }
        hasEnded = true
        outgoing.append(item)
    }
}
