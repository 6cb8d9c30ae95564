public import NIOCore
import NIOPosix
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

extension Session {
    /// A session over a TCP connection of its own.
    ///
    /// - Parameters:
    ///   - host: a name, resolved here, or an address.
    ///   - limit: how long the connection may take.
    public static func overTCP(
        to host: String, port: Int, on eventLoop: any EventLoop, configuration: SessionConfiguration,
        within limit: Duration
    ) async throws(SSHError) -> Session {
        try await over(eventLoop, configuration: configuration) { bootstrap in
            bootstrap.connectTimeout(TimeAmount(limit))
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelOption(.socketOption(.so_keepalive), value: 1)
                .connect(host: host, port: port)
        }
    }

    /// A session over a connected stream socket, which it takes: `sshd -i` has the other end, say.
    public static func overSocket(
        _ descriptor: CInt, on eventLoop: any EventLoop, configuration: SessionConfiguration
    ) async throws(SSHError) -> Session {
        try await over(eventLoop, configuration: configuration) { $0.withConnectedSocket(descriptor) }
    }

    /// The session is there before the connection is: a server that turns us away says why and is gone at once.
    private static func over(
        _ eventLoop: any EventLoop, configuration: SessionConfiguration,
        _ connect: (ClientBootstrap) -> EventLoopFuture<any NIOCore.Channel>
    ) async throws(SSHError) -> Session {
        let slot = SessionSlot()
        let connecting = connect(
            ClientBootstrap(group: eventLoop)
                .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 256 << 10))
                .channelOption(.writeBufferWaterMark, value: .init(low: 64 << 10, high: 256 << 10))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let session = try Session(
                            on: channel.eventLoop,
                            carrier: Carrier(
                                send: { channel.writeAndFlush($0, promise: nil) },
                                close: { channel.close(promise: nil) }),
                            configuration: configuration)
                        slot.session = session
                        try channel.pipeline.syncOperations.addHandler(SocketHandler(session: session))
                    }
                })
        do {
            _ = try await connecting.cancellable()
        } catch {
            slot.session?.close()
            throw error as? SSHError ?? .unreachable(ConnectFailure(error))
        }
        guard let session = slot.session else { throw .closed(.connecting) }
        return session
    }
}

/// The session of a connection that is being made.
private final class SessionSlot: Sendable {
    private let stored = Mutex<Session?>(nil)

    var session: Session? {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}

/// Hands what a socket does to its session.
private final class SocketHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let session: Session

    init(session: Session) {
        self.session = session
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if bytes.readableBytes < Self.small { acknowledgeAtOnce(context) }
        session.receive(bytes)
    }

    /// Bytes; a read of fewer is no bulk transfer.
    private static let small = 4096

    /// An sshd that only forwards leaves Nagle's algorithm on: the second of two small writes, a greeting behind a
    /// channel's confirmation, say, waits until the first is acknowledged, which Linux would put off for 40 ms (tcp(7),
    /// TCP_QUICKACK; the kernel forgets it again by itself).
    private func acknowledgeAtOnce(_ context: ChannelHandlerContext) {
        #if canImport(Glibc)
            try? context.channel.syncOptions?.setOption(.tcpOption(.init(rawValue: TCP_QUICKACK)), value: 1)
        #endif
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        session.carrierIsWritable(context.channel.isWritable)
    }

    func channelInactive(context: ChannelHandlerContext) {
        session.carrierClosed()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
