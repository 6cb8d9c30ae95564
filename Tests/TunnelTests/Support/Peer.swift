import NIOCore
import NIOPosix
import Synchronization
import Tunnel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One end of a connection. It is read no further than ``next()`` asks: not asking is what a client does that has stopped
/// reading.
final class Peer: Sendable {
    private let channel: any NIOCore.Channel
    private let inbox: NIOLoopBound<Inbox>
    private let taken = Atomic(0)

    /// On the channel's event loop.
    init(_ channel: any NIOCore.Channel) throws {
        let inbox = Inbox()
        try channel.pipeline.syncOperations.addHandler(inbox)
        self.channel = channel
        self.inbox = NIOLoopBound(inbox, eventLoop: channel.eventLoop)
    }

    static func connect(to endpoint: LocalEndpoint?) async throws -> Peer {
        switch endpoint {
        case .loopback(let port): try await connect(port: port)
        case .unix(let path): try await peer(of: bootstrap.connect(unixDomainSocketPath: path))
        case nil: throw Absent(what: "a tunnel's endpoint")
        }
    }

    static func connect(port: Int) async throws -> Peer {
        try await peer(of: bootstrap.connect(host: "127.0.0.1", port: port))
    }

    private static var bootstrap: ClientBootstrap {
        ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: false)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 128 << 10))
    }

    private static func peer(of connecting: EventLoopFuture<any NIOCore.Channel>) async throws -> Peer {
        try await connecting.flatMapThrowing { try Peer($0) }.get()
    }

    /// The next bytes; nil when the other side has ended. Throws when it was a reset.
    func next() async throws -> ByteBuffer? {
        try await withTaskCancellationHandler {
            try await channel.eventLoop.flatSubmit { self.inbox.value.take(on: self.channel.eventLoop) }.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// Exactly so many bytes; what came behind them is left.
    func read(_ count: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard var more = try await next() else { throw Absent(what: "\(count - bytes.count) more bytes") }
            bytes += more.readBytes(length: min(count - bytes.count, more.readableBytes)) ?? []
            guard more.readableBytes > 0 else { continue }
            let rest = more
            try await channel.eventLoop.submit { self.inbox.value.putBack(rest) }.get()
        }
        return bytes
    }

    /// Returns when the system has taken it all.
    func send(_ bytes: ByteBuffer) async throws {
        try await channel.writeAndFlush(bytes).get()
    }

    /// Sends so many bytes, as fast as they are taken.
    func flood(_ count: Int) async throws {
        let piece = Noise.bytes(256 << 10)
        while flooded < count {
            try await send(piece)
            taken.add(piece.readableBytes, ordering: .relaxed)
        }
    }

    /// How many bytes of a ``flood(_:)`` were taken so far.
    var flooded: Int { taken.load(ordering: .relaxed) }

    func send(_ text: String) async throws {
        try await send(ByteBuffer(string: text))
    }

    /// Sends an end and goes on reading.
    func finish() async throws {
        try await channel.close(mode: .output).get()
    }

    func close() async {
        try? await channel.close().get()
    }

    func whenClosed(_ body: @escaping @Sendable () -> Void) {
        channel.closeFuture.whenComplete { _ in body() }
    }

    /// Sends RST instead of an end (socket(7), SO_LINGER).
    func reset() async throws {
        try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        await close()
    }

    /// Reads on until the other side has ended or reset.
    func fate() async -> Fate {
        do {
            while try await next() != nil {}
            return .ended
        } catch {
            return (error as? IOError)?.errnoCode == ECONNRESET ? .reset : .failed("\(error)")
        }
    }

    /// What becomes of a client that comes now; it may be reset before it knows that it was connected.
    static func fateOfNewClient(at endpoint: LocalEndpoint?) async throws -> Fate {
        do {
            return await (try await connect(to: endpoint)).fate()
        } catch let error as NIOConnectionError {
            let codes = error.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
            return codes == [ECONNRESET] ? .reset : .failed("\(error)")
        }
    }

    enum Fate: Equatable { case ended, reset, failed(String) }
}

/// Something that a test needs and that is not there.
struct Absent: Error, CustomStringConvertible {
    let what: String
    var description: String { "there is no \(what)" }
}
