import NIOCore

/// A client that is connected now.
public struct LiveClient: Sendable, Hashable {
    public let id: Int
    /// Its own end of a loopback connection, by which the kernel knows it; nil on a Unix socket.
    public let port: Int?
    public let bytesReceived: UInt64
    public let bytesSent: UInt64
    public let age: Duration
}

extension Tunnel {
    /// Who is connected now, the earliest first.
    public func liveClients() -> [LiveClient] {
        clients.sorted { $0.key < $1.key }.map { id, client in
            let traffic = client.value.traffic
            return LiveClient(
                id: id, port: client.value.remotePort, bytesReceived: traffic.bytesReceived,
                bytesSent: traffic.bytesSent, age: .now - traffic.opened)
        }
    }
}
