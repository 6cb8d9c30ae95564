import NIOCore

/// Speaks SOCKS with a client until it has said where it wants to go, and then makes room for what joins it to there.
final class SocksHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var conversation = SocksConversation()
    private var isOver = false
    private let connect: (_ host: String, _ port: Int) -> Void
    private let refused: (String) -> Void

    init(
        connect: @escaping (_ host: String, _ port: Int) -> Void, refused: @escaping (String) -> Void
    ) {
        self.connect = connect
        self.refused = refused
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return context.fireChannelRead(data) }
        var bytes = Array(unwrapInboundIn(data).readableBytesView)
        while !isOver {
            let step = conversation.take(bytes)
            bytes = []
            switch step {
            case .incomplete:
                if conversation.rest.count > SocksConversation.longest { end(context, "it speaks without end") }
                return
            case .reply(let reply): write(reply, context)
            case .refusal(let reply, let reason):
                write(reply, context)
                end(context, reason)
            case .connect(let host, let port):
                isOver = true
                connect(host, port)
                guard !conversation.rest.isEmpty else { return }
                context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: conversation.rest)))
            }
        }
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        guard !bytes.isEmpty else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }

    private func end(_ context: ChannelHandlerContext, _ reason: String) {
        isOver = true
        refused(reason)
        context.close(promise: nil)
    }
}
