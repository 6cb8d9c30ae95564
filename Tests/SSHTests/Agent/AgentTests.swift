import LevelsLab
import NIOCore
import NIOPosix
import Testing

@testable import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite struct AgentTests {
    private let group = MultiThreadedEventLoopGroup.singleton

    @Test func keysAreListedAsTheyWereAdded() async throws {
        try await TestFolder.with { folder in
            let paths = [try folder.key("a"), try folder.key("b", ["-t", "rsa", "-b", "2048"])]
            try await folder.withAgent(holding: paths) { socket in
                let held = try await AgentClient(path: socket, group: group).identities()
                #expect(held.map(\.key) == [try folder.publicKey("a"), try folder.publicKey("b")])
                #expect(held.map(\.comment) == ["comment of a", "comment of b"])
            }
        }
    }

    @Test func anAgentWithoutKeysHasNone() async throws {
        try await TestFolder.with { folder in
            try await folder.withAgent(holding: []) { socket in
                let held = try await AgentClient(path: socket, group: group).identities()
                #expect(held.isEmpty)
            }
        }
    }

    @Test func manyQuestionsAtOnceAreAllAnswered() async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("a")
            try await folder.withAgent(holding: [path]) { socket in
                let agent = AgentClient(path: socket, group: group)
                let key = try folder.publicKey("a")
                let signatures = try await withThrowingTaskGroup(of: Signature.self) { tasks in
                    for number in 0..<32 {
                        tasks.addTask { try await agent.sign([UInt8(number)], key: key, algorithm: .ed25519) }
                    }
                    return try await tasks.reduce(into: Set()) { $0.insert($1) }
                }
                #expect(signatures.count == 32)
            }
        }
    }

    @Test func aKeyThatIsNotHeldIsRefused() async throws {
        try await TestFolder.with { folder in
            _ = try folder.key("a")
            let key = try folder.publicKey("a")
            try await folder.withAgent(holding: []) { socket in
                await #expect(throws: AgentError.refusedToSign(path: socket, key: key)) {
                    try await AgentClient(path: socket, group: group).sign([1], key: key, algorithm: .ed25519)
                }
            }
        }
    }

    @Test func aLockedAgentHoldsNothingForUs() async throws {
        try await TestFolder.with { folder in
            let path = try folder.key("a")
            try folder.write("askpass", "#!/bin/sh\necho lock\n", mode: 0o700)
            try await folder.withAgent(holding: [path]) { socket in
                let environment = "SSH_AUTH_SOCK='\(socket)' SSH_ASKPASS=./askpass SSH_ASKPASS_REQUIRE=force"
                try folder.shell("\(environment) ssh-add -x")
                let held = try await AgentClient(path: socket, group: group).identities()
                #expect(held.isEmpty)
            }
        }
    }

    @Test(arguments: [[:], ["SSH_AUTH_SOCK": ""]])
    func withoutTheVariableThereIsNoAgent(environment: [String: String]) {
        #expect(throws: AgentError.notConfigured) { try AgentClient(environment: environment, group: group) }
    }

    @Test func aMissingSocketIsSaid() async throws {
        try await TestFolder.with { folder in
            let path = folder("nothing")
            await #expect(throws: AgentError.unreachable(path: path, reason: "No such file or directory")) {
                try await AgentClient(path: path, group: group).identities()
            }
        }
    }

    @Test func aSocketThatNobodyListensOnIsSaid() async throws {
        try await TestFolder.with { folder in
            let path = folder("bound")
            let bound = try boundSocket(path)
            defer { close(bound) }
            await #expect(throws: AgentError.unreachable(path: path, reason: "Connection refused")) {
                try await AgentClient(path: path, group: group).identities()
            }
        }
    }

    @Test func aPathThatIsTooLongIsSaid() async {
        let path = "/" + String(repeating: "x", count: 200)
        await #expect(throws: AgentError.unreachable(path: path, reason: "the path is too long for a socket")) {
            try await AgentClient(path: path, group: group).identities()
        }
    }

    @Test func anAgentThatHangsIsGivenUp() async throws {
        try await withServer(answering: nil) { path in
            let agent = AgentClient(path: path, group: group, answerWithin: .milliseconds(50))
            await #expect(throws: AgentError.timedOut(path: path, after: .milliseconds(50))) {
                try await agent.identities()
            }
        }
    }

    @Test func aCancelledQuestionEnds() async throws {
        try await withServer(answering: nil) { path in
            let agent = AgentClient(path: path, group: group, answerWithin: .seconds(3600))
            let task = Task { try await agent.identities() }
            task.cancel()
            await #expect(throws: AgentError.cancelled) { try await task.value }
        }
    }

    @Test(
        arguments: [
            ([0xff, 0xff, 0xff, 0xff], "too long: 4294967295 bytes, at most 262144 are taken"),
            ([0, 0, 0, 0], "an empty message"),
            ([0, 0, 0, 1, 99], "message 99 instead of 12"),
            ([0, 0, 0, 5, 12, 0xff, 0xff, 0xff, 0xff], "4294967295 keys announced, at most 2048 are taken"),
            ([0, 0, 0, 5, 12, 0, 0, 0, 1], "cut short: 4 bytes needed, 0 left"),
        ] as [([UInt8], String)])
    func garbageIsSaidToBeGarbage(reply: [UInt8], reason: String) async throws {
        try await withServer(answering: reply) { path in
            await #expect(throws: AgentError.malformed(path: path, reason: reason)) {
                try await AgentClient(path: path, group: group).identities()
            }
        }
    }

    @Test func anAgentThatHangsUpIsSaid() async throws {
        try await withServer(answering: []) { path in
            await #expect(throws: AgentError.closed(path: path)) {
                try await AgentClient(path: path, group: group).identities()
            }
        }
    }

    @Test func noReplyMakesTheParserCrash() async throws {
        var generator = SeededGenerator(seed: 3)
        var writer = WireWriter()
        writer.byte(12)
        writer.uint32(2)
        for _ in 0..<2 {
            var key = WireWriter()
            key.string(KeyType.ed25519)
            key.string([UInt8](repeating: 1, count: 32))
            writer.string(key.bytes)
            writer.string("comment")
        }
        var signed = WireWriter()
        signed.byte(14)
        signed.string(Signature(algorithm: .ed25519, bytes: [UInt8](repeating: 2, count: 64)).blob)
        #expect(try AgentMessage.identities(inReply: writer.bytes).count == 2)
        #expect(try AgentMessage.signature(inReply: signed.bytes, algorithm: .ed25519).bytes.count == 64)
        for _ in 0..<SeededGenerator.iterations {
            let identities = try? AgentMessage.identities(inReply: generator.mutated(writer.bytes))
            #expect((identities?.count ?? 0) <= AgentMessage.identityLimit)
            let algorithm = SignatureAlgorithm.allCases.randomElement(using: &generator) ?? .ed25519
            let signature = try? AgentMessage.signature(inReply: generator.mutated(signed.bytes), algorithm: algorithm)
            #expect(signature == nil || signature?.algorithm == algorithm)
        }
    }

    /// A socket with a name, on which nobody listens: what a dead agent leaves behind.
    private func boundSocket(_ path: String) throws -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        #if canImport(Darwin)
            let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
        #else
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw TestFolder.Failed(description: "cannot bind \(path)") }
        return descriptor
    }

    /// A socket on which somebody answers every question with these bytes and hangs up, or never answers.
    private func withServer(answering reply: [UInt8]?, _ body: (String) async throws -> Void) async throws {
        try await TestFolder.with { folder in
            let path = folder("sock")
            let server = try await ServerBootstrap(group: group)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Answering(reply))
                    }
                }
                .bind(unixDomainSocketPath: path).get()
            try await body(path)
            try await server.close()
        }
    }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let reply: [UInt8]?

        init(_ reply: [UInt8]?) {
            self.reply = reply
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard let reply else { return }
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: reply)), promise: nil)
            context.close(promise: nil)
        }
    }
}
