public import NIOCore
import NIOPosix

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
        let connecting = ClientBootstrap(group: eventLoop)
            .connectTimeout(TimeAmount(limit))
            .channelOption(.autoRead, value: false)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .connect(host: host, port: port)
        let channel: any NIOCore.Channel
        do {
            channel = try await connecting.cancellable()
        } catch {
            throw .unreachable(ConnectFailure(error))
        }
        return try await over(channel, configuration: configuration)
    }

    /// A session over a connected stream socket, which it takes: `sshd -i` has the other end, say.
    public static func overSocket(
        _ descriptor: CInt, on eventLoop: any EventLoop, configuration: SessionConfiguration
    ) async throws(SSHError) -> Session {
        let channel: any NIOCore.Channel
        do {
            channel = try await ClientBootstrap(group: eventLoop)
                .channelOption(.autoRead, value: false)
                .withConnectedSocket(descriptor).get()
        } catch {
            throw .unreachable(ConnectFailure(error))
        }
        return try await over(channel, configuration: configuration)
    }

    private static func over(
        _ channel: any NIOCore.Channel, configuration: SessionConfiguration
    ) async throws(SSHError) -> Session {
        let session = try Session(
            on: channel.eventLoop,
            carrier: Carrier(
                send: { channel.writeAndFlush($0, promise: nil) },
                close: { channel.close(promise: nil) }),
            configuration: configuration)
        do {
            try await channel.eventLoop.submit {
                let options = channel.syncOptions
                try options?.setOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 256 << 10))
                try options?.setOption(.writeBufferWaterMark, value: .init(low: 64 << 10, high: 256 << 10))
                try channel.pipeline.syncOperations.addHandler(SocketHandler(session: session))
                try options?.setOption(.autoRead, value: true)
            }.get()
        } catch ChannelError.ioOnClosedChannel, ChannelError.alreadyClosed {
            // It was taken and dropped, as by an sshd that has too many logins under way (sshd_config(5), MaxStartups).
            session.close()
            throw .closed(.handshake)
        } catch {
            session.close()
            throw .unreachable(ConnectFailure(error))
        }
        return session
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
