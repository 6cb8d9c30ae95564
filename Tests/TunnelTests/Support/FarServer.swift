import NIOCore
import NIOPosix
import Synchronization

@testable import LevelsLab

/// A server at the far end of a tunnel, with the manners that a test wants: to a tunnel it is a database like any other.
final class FarServer: Sendable {
    typealias Manners = @Sendable (Peer) async throws -> Void

    let port: Int
    private let manners: Manners
    private let listener: Mutex<(any NIOCore.Channel)?>
    private let connections: Mutex<[ObjectIdentifier: Peer]>
    private let backlog: Int32
    private let over = Atomic(0)

    /// Listens on a port of 127.0.0.1.
    /// - Parameter backlog: how many besides one may wait to be taken; whoever comes then is not answered (listen(2)).
    init(backlog: Int32 = 1024, _ manners: @escaping Manners) async throws {
        port = try FreePort.pick()
        self.manners = manners
        self.backlog = backlog
        listener = Mutex(nil)
        connections = Mutex([:])
        try await start()
    }

    /// Listens again after ``stop()``.
    func start() async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 128 << 10))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { self.serve(try Peer(channel)) }
            }
            .bind(host: "127.0.0.1", port: port).get()
        listener.withLock { $0 = channel }
    }

    /// Listens no more, and closes what it had.
    func stop() async {
        try? await listener.withLock { $0 }?.close().get()
        for peer in connections.withLock({ Array($0.values) }) { await peer.close() }
    }

    private func serve(_ peer: Peer) {
        connections.withLock { $0[ObjectIdentifier(peer)] = peer }
        Task {
            try? await manners(peer)
            connections.withLock { $0[ObjectIdentifier(peer)] = nil }
            await peer.close()
            over.add(1, ordering: .relaxed)
        }
    }

    /// How many connections have ended.
    var ended: Int { over.load(ordering: .relaxed) }

    /// Whether connections are taken; those that come otherwise wait in the backlog, or before it.
    func takesConnections(_ takes: Bool) async throws {
        try await listener.withLock { $0 }?.setOption(.autoRead, value: takes).get()
    }
}

extension FarServer {
    static func echo(backlog: Int32 = 1024) async throws -> FarServer {
        try await FarServer(backlog: backlog) { peer in
            while let bytes = try await peer.next() { try await peer.send(bytes) }
            try await peer.finish()
        }
    }
}
