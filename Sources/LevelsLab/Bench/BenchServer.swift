import NIOCore
import NIOPosix

/// What stands in for a database in a benchmark: it greets first, as MySQL does, and then sends, counts or echoes.
///
/// A request is one byte, a ``BenchRequest``, and a count of eight bytes, the most significant first.
public struct BenchServer: Sendable {
    /// Sent to whoever connects.
    static let greeting: [UInt8] = Array("levels-bench 1\r\n".utf8)

    private let listener: any Channel

    /// - Parameter port: 0 is any that is free.
    public static func start(_ address: String = "127.0.0.1", port: Int) async throws(LabFailure) -> BenchServer {
        do {
            let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: 1024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelOption(.writeBufferWaterMark, value: .init(low: 512 << 10, high: 1 << 20))
                .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 256 << 10))
                .childChannelInitializer { client in
                    client.eventLoop.makeCompletedFuture {
                        try client.pipeline.syncOperations.addHandler(BenchServerHandler())
                    }
                }
                .bind(host: address, port: port).get()
            return BenchServer(listener: listener)
        } catch {
            throw .notPossible(
                "port \(port) cannot be listened on: \(Escaped.line("\(error)"))", hint: "name a free port")
        }
    }

    public var port: Int { listener.localAddress?.port ?? 0 }

    /// Returns when it has been closed.
    public func wait() async throws { try await listener.closeFuture.get() }

    public func close() async { try? await listener.close() }
}

enum BenchRequest: UInt8 {
    /// Send that many bytes, and close.
    case download = 0x44
    /// Take that many bytes, answer with their count in eight bytes, and close.
    case upload = 0x55
    /// Send everything back; the count means nothing.
    case echo = 0x45

    static let size = 9

    func bytes(_ count: UInt64) -> [UInt8] {
        [rawValue] + (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * UInt64($0))) }
    }
}
