import LevelsLab
import NIOCore
import NIOPosix
import Synchronization

@testable import SSH

/// What stands between a session and a real server, sees every byte, and may change or end it.
final class Meddler: Sendable {
    enum Direction: Sendable { case toClient, toServer }
    enum Trick: Sendable {
        case none
        /// Both ends are closed when that many bytes have gone that way.
        case cut(Direction, after: Int)
        /// Bits of the byte at that place are turned over.
        case flip(Direction, at: Int, bits: UInt8)
    }

    private struct Seen {
        var toClient: [UInt8] = []
        var toServer: [UInt8] = []
    }

    private let trick: Trick
    private let seen = Mutex(Seen())

    init(_ trick: Trick) { self.trick = trick }

    var toClient: [UInt8] { seen.withLock { $0.toClient } }
    var toServer: [UInt8] { seen.withLock { $0.toServer } }

    /// What passes of these bytes, and whether the connection is to end then.
    func pass(_ bytes: ByteBuffer, _ direction: Direction) -> (ByteBuffer, ends: Bool) {
        let (offset, toClient) = seen.withLock { seen -> (Int, Bool) in
            switch direction {
            case .toClient:
                defer { seen.toClient += bytes.readableBytesView }
                return (seen.toClient.count, true)
            case .toServer:
                defer { seen.toServer += bytes.readableBytesView }
                return (seen.toServer.count, false)
            }
        }
        switch trick {
        case .none: return (bytes, false)
        case .cut(let way, let count):
            guard (way == .toClient) == toClient, offset + bytes.readableBytes >= count else { return (bytes, false) }
            var bytes = bytes
            return (bytes.readSlice(length: max(0, count - offset)) ?? ByteBuffer(), true)
        case .flip(let way, let place, let bits):
            guard (way == .toClient) == toClient, place >= offset, place < offset + bytes.readableBytes else {
                return (bytes, false)
            }
            var changed = Array(bytes.readableBytesView)
            changed[place - offset] ^= bits
            return (ByteBuffer(bytes: changed), false)
        }
    }

    /// A session with the server that has the other end of a socket.
    func session(over descriptor: CInt) async throws -> Session {
        let loop = Login.loop
        let channel = try await ClientBootstrap(group: loop)
            .channelOption(.autoRead, value: false)
            .withConnectedSocket(descriptor).get()
        let session = try Session(
            on: loop,
            carrier: Carrier(
                send: { [self] bytes in
                    let (passing, ends) = pass(bytes, .toServer)
                    channel.writeAndFlush(passing, promise: nil)
                    if ends { channel.close(promise: nil) }
                },
                close: { channel.close(promise: nil) }),
            configuration: SessionConfiguration())
        try await loop.submit { [self] in
            try channel.pipeline.syncOperations.addHandler(Inlet(session: session, meddler: self))
            try channel.syncOptions?.setOption(.autoRead, value: true)
        }.get()
        return session
    }

    private final class Inlet: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let session: Session
        private let meddler: Meddler

        init(session: Session, meddler: Meddler) {
            self.session = session
            self.meddler = meddler
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let (passing, ends) = meddler.pass(unwrapInboundIn(data), .toClient)
            session.receive(passing)
            if ends { context.close(promise: nil) }
        }

        func channelInactive(context: ChannelHandlerContext) { session.carrierClosed() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
