import NIOCore
import NIOPosix

/// Passes TCP on, half a round trip later in each direction: a distance between client and bastion on one machine.
///
/// Order and half-close are kept. Bandwidth is not limited; memory is, to ``DelayLine/limit`` a direction and connection,
/// above which the sender is not read. A handshake costs its round trip too: what a client sends leaves no earlier than one
/// round trip after it has connected, and the server is dialled when the last packet of the handshake would arrive.
public struct DelayRelay: Sendable {
    private let listener: any Channel

    /// - Parameters:
    ///   - listen: an IPv4 address and a port, `127.0.0.1:0` for any port.
    ///   - to: where connections go to, in the same form.
    public static func start(listen: String, to target: String, roundTrip: Duration) async throws(LabFailure)
        -> DelayRelay
    {
        let own = try address(listen)
        let target = try address(target)
        let delay = TimeAmount.nanoseconds(Int64(roundTrip / .nanoseconds(1)) / 2)
        do {
            let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: 512)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { client in
                    client.eventLoop.makeCompletedFuture {
                        try RelayedConnection(client: client, target: target, delay: delay).begin()
                    }
                }
                .bind(to: own).get()
            return DelayRelay(listener: listener)
        } catch {
            throw .notPossible("\(listen) cannot be listened on: \(Escaped.line("\(error)"))", hint: "name a free port")
        }
    }

    public var port: Int { listener.localAddress?.port ?? 0 }

    /// Returns when the relay has been closed.
    public func wait() async throws { try await listener.closeFuture.get() }

    /// Takes no new connections; those that are open go on.
    public func close() async { try? await listener.close() }

    private static func address(_ text: String) throws(LabFailure) -> SocketAddress {
        let hint = "name an IPv4 address and a port: 127.0.0.1:2222"
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]),
            let address = try? SocketAddress(ipAddress: String(text[..<colon]), port: Int(port))
        else { throw .notPossible("\(Escaped.line(text)) is no address", hint: hint) }
        return address
    }
}
