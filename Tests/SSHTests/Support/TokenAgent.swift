import NIOCore
import NIOPosix

@testable import LevelsLab
@testable import SSH

/// An agent that holds one `sk-ssh-ed25519@openssh.com` key and signs as a token does that was touched (OpenSSH's
/// PROTOCOL.u2f): no token is to be had here, and none could be touched.
struct TokenAgent: Sendable {
    let client: AgentClient
    let key: PublicKeyBlob

    private static let application = "ssh:"

    static func with(in folder: String, _ body: (TokenAgent) async throws -> Void) async throws {
        let path = folder + "/token"
        _ = try await KeyMaker.make("ed25519", at: path, comment: "")
        let secret = try Identity(path: path, passphrases: NoPassphrase())
        var writer = WireWriter()
        writer.string(KeyType.skED25519)
        // string "ssh-ed25519", string point
        writer.raw(secret.publicKey.bytes.dropFirst(4 + KeyType.ed25519.utf8.count))
        writer.string(application)
        let key = try PublicKeyBlob(writer.bytes)
        let socket = folder + "/token.sock"
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answering(key: key, secret: secret))
                }
            }
            .bind(unixDomainSocketPath: socket).get()
        let result: Result<Void, any Error>
        do {
            let client = AgentClient(
                path: socket, group: MultiThreadedEventLoopGroup.singleton, answerWithin: .seconds(60))
            result = .success(try await body(TokenAgent(client: client, key: key)))
        } catch {
            result = .failure(error)
        }
        try await server.close()
        try result.get()
    }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let key: PublicKeyBlob
        private let secret: Identity
        private var question: [UInt8] = []

        init(key: PublicKeyBlob, secret: Identity) {
            self.key = key
            self.secret = secret
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            question += unwrapInboundIn(data).readableBytesView
            var framed = WireReader(question)
            guard let message = try? framed.string() else { return }
            question = []
            // At once, where nothing is to be signed: the threads of tasks may all be taken by other tests.
            guard Array(message) != AgentMessage.requestIdentities() else {
                return send(TokenAgent.identities(key), context.channel)
            }
            let (asked, secret, channel) = (Array(message), secret, context.channel)
            Task { send(try await TokenAgent.signature(asked, secret), channel) }
        }
    }

    private static func identities(_ key: PublicKeyBlob) -> [UInt8] {
        var writer = WireWriter()
        writer.byte(12)
        writer.uint32(1)
        writer.string(key.bytes)
        writer.string("a token")
        return writer.bytes
    }

    private static func signature(_ message: [UInt8], _ secret: Identity) async throws -> [UInt8] {
        var reader = WireReader(message)
        _ = try reader.byte()
        _ = try reader.string()
        let data = Array(try reader.string())
        // Touched, once.
        let (flags, counter): (UInt8, UInt32) = (1, 1)
        var signed = WireWriter()
        signed.raw(Digest.sha256(Array(application.utf8)))
        signed.byte(flags)
        signed.uint32(counter)
        signed.raw(Digest.sha256(data))
        var signature = WireWriter()
        signature.string(KeyType.skED25519)
        signature.string(try await secret.sign(signed.bytes).bytes)
        signature.byte(flags)
        signature.uint32(counter)
        var writer = WireWriter()
        writer.byte(14)
        writer.string(signature.bytes)
        return writer.bytes
    }
}

private func send(_ answer: [UInt8], _ channel: any NIOCore.Channel) {
    channel.writeAndFlush(ByteBuffer(bytes: AgentMessage.framed(answer)), promise: nil)
}
