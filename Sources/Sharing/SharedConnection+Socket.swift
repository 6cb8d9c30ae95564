import NIOCore
import NIOPosix
import SSH

extension SharedConnection {
    /// Connects to the socket of whoever keeps sessions, and begins with a line of text. Nil where nobody listens.
    package static func connect(_ path: String, saying line: String) async -> SharedConnection? {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: false)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 256 << 10))
        guard let socket = try? await bootstrap.connect(unixDomainSocketPath: path).get() else { return nil }
        let connection = SharedConnection(socket)
        do {
            try await socket.eventLoop.submit {
                try socket.pipeline.syncOperations.addHandler(SharedSocketHandler(connection))
                try socket.syncOptions?.setOption(.autoRead, value: true)
            }.get()
        } catch {
            socket.close(promise: nil)
            return nil
        }
        socket.writeAndFlush(ByteBuffer(string: line + "\n"), promise: nil)
        return connection
    }
}

/// Hands what comes over the socket to its connection.
private final class SharedSocketHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let connection: SharedConnection

    init(_ connection: SharedConnection) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { connection.receive(unwrapInboundIn(data)) }

    func channelInactive(context: ChannelHandlerContext) { connection.socketClosed() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
