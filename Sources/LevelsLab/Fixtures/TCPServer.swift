import NIOCore
import NIOPosix

/// A small server to forward to: it echoes, sends, or takes. Half-close is understood: what is left to say is said after the
/// client has ended its side.
public struct TCPServer: Sendable {
    public enum Behaviour: Sendable, Hashable {
        /// Sends back what comes, and ends when the client has.
        case echo
        /// Sends that many bytes of the pattern, and ends.
        case source(count: Int, Pattern)
        /// Takes everything until the client ends, and answers with ``StreamSum/line``.
        case sink
        /// Takes connections, and neither reads nor writes.
        case silence
        /// Takes a connection and resets it at once.
        case reset
    }

    public let port: Int
    let listener: any Channel
    let group: MultiThreadedEventLoopGroup

    /// Listens on a port that the kernel chooses, and ends with all its connections when `body` is over.
    /// - Parameters:
    ///   - address: an IPv4 address.
    ///   - namespace: the network namespace to listen in, from ``Lab/namespace(of:)``.
    public static func with<Value>(
        _ behaviour: Behaviour, address: String = "127.0.0.1", in namespace: String? = nil,
        _ body: (TCPServer) async throws -> sending Value
    ) async throws -> sending Value {
        let server = try await start(behaviour, address: address, in: namespace)
        do {
            let value = try await body(server)
            await server.stop()
            return value
        } catch {
            await server.stop()
            throw error
        }
    }

    public static func start(_ behaviour: Behaviour, address: String = "127.0.0.1", in namespace: String? = nil)
        async throws -> TCPServer
    {
        let descriptor = try await NIOThreadPool.singleton.runIfActive {
            try NetworkNamespace.run(in: namespace) { () throws(LabFailure) in
                let socket = try Socket()
                try socket.bind(to: address, port: 0)
                try socket.listen()
                return socket.release()
            }
        }
        // A group of its own: connections end with it.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let listener = try await ServerBootstrap(group: group)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.autoRead, value: behaviour != .silence)
            .childChannelInitializer { client in
                client.eventLoop.makeCompletedFuture {
                    try client.pipeline.syncOperations.addHandler(handler(behaviour))
                }
            }
            .withBoundSocket(descriptor).get()
        return TCPServer(port: listener.localAddress?.port ?? 0, listener: listener, group: group)
    }

    public func stop() async {
        try? await listener.close()
        try? await group.shutdownGracefully()
    }

    private static func handler(_ behaviour: Behaviour) -> any ChannelHandler {
        switch behaviour {
        case .echo: EchoHandler()
        case .source(let count, let pattern): SourceHandler(count: count, pattern: pattern)
        case .sink: SinkHandler()
        case .silence: SilentHandler()
        case .reset: ResetHandler()
        }
    }
}
