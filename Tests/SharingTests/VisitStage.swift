import LevelsLab
import NIOCore
import NIOPosix
import SSH
import Synchronization

@testable import Sharing

/// A session with a real sshd that one side keeps, and a socket over which others visit it.
struct VisitStage: Sendable {
    let session: Session
    let path: String

    static let limit = Duration.seconds(40)

    static func with(
        _ config: [String] = [], _ body: @Sendable (VisitStage) async throws -> Void
    ) async throws {
        var options = PipeServer.Options()
        options.config = config
        try await PipeServer.with(options) { server in
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            let session = try await Session.overSocket(
                server.descriptor, on: loop, configuration: SessionConfiguration())
            let pinned = HostKeyPolicy(pinned: [try PublicKeyBlob.parse(line: Substring(server.hostKey)).key])
            try await session.handshake(trusting: pinned, host: "pipe.example", port: 22, within: limit)
            let key = try Identity(path: server.clientKey, passphrases: NoPassphrase())
            try await session.authenticate(user: server.user, keys: [key], within: limit)
            let path = server.folder + "/visit"
            let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .childChannelInitializer { child in
                    child.eventLoop.makeCompletedFuture {
                        try child.pipeline.syncOperations.addHandler(VisitHandler(session, child))
                    }
                }
                .bind(unixDomainSocketPath: path).get()
            do {
                try await body(VisitStage(session: session, path: path))
            } catch {
                try? await listener.close()
                session.close()
                throw error
            }
            try? await listener.close()
            session.close()
        }
    }

    func visitor() async throws -> SharedConnection {
        guard let connection = await SharedConnection.connect(path, saying: "") else { throw NobodyThere() }
        return connection
    }

    struct NobodyThere: Error {}
}

/// Passes frames to a visit, and hangs up on whoever sends what is none.
private final class VisitHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let visit: Visit
    private var reader = FrameReader()
    private var hasGreeted = false

    init(_ session: Session, _ channel: any NIOCore.Channel) {
        visit = Visit(session, output: channel, mayReach: { $1 != 3 }, tag: nil) { channel, name, _ in
            channel.signal(name)
        }
        visit.begin()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if !hasGreeted {
            bytes.moveReaderIndex(forwardBy: 1)
            hasGreeted = true
        }
        reader.append(bytes)
        do {
            while let frame = try reader.next() { try visit.take(frame) }
        } catch {
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { visit.end() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// What a channel has said, to its end.
final class Heard: Sendable {
    struct Words: Sendable {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var end: ChannelEnd?
    }

    private let words = Mutex(Words())
    private let (ends, ending) = AsyncStream<Void>.makeStream()

    func note(_ event: SSH.ChannelEvent) {
        words.withLock { words in
            switch event {
            case .data(let bytes): words.output += bytes.readableBytesView
            case .standardError(let bytes): words.errors += bytes.readableBytesView
            case .closed(let end): words.end = end
            case .endOfStream, .writable: break
            }
        }
        if case .closed = event { ending.finish() }
    }

    func all() async -> Words {
        for await _ in ends {}
        return words.withLock { $0 }
    }
}

extension SharedConnection {
    func run(_ command: String, credit: Int = 8 << 20, _ heard: Heard) async throws(SSHError) -> SSH.Channel {
        try await start(
            ProgramRequest(.command(Array(command.utf8))), credit: credit, within: VisitStage.limit
        ) { heard.note($0) }
    }
}
