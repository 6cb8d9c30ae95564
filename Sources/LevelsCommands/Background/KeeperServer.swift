import NIOCore
import NIOPosix
import Tunnel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Answers at the socket of a VPC's background process, or of a debugging session, until there is nothing left to be here
/// for.
struct KeeperServer: Sendable {
    /// The path.
    let socket: String
    let keeper: Keeper
    /// How long to stay without a tunnel.
    let linger: Duration

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// - Parameter listening: called once commands can connect.
    func run(listening: @Sendable () -> Void) async throws {
        try SocketFolder.check(holding: socket)
        let server = try await listen()
        listening()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // Whoever is cut off has said so by going.
                try? await server.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { group in
                        for try await connection in connections {
                            group.addTask { try? await serve(connection) }
                        }
                    }
                }
            }
            group.addTask { await keeper.untilIdle(linger: linger) }
            await group.next()
            group.cancelAll()
        }
    }

    /// What comes is not read before it is served: we may be about to go, and what has been made ready for a conversation
    /// must not be dropped without one.
    private func listen() async throws(CommandFailure) -> NIOAsyncChannel<any NIOCore.Channel, Never> {
        do {
            return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .childChannelOption(.autoRead, value: false)
                .bind(unixDomainSocketPath: socket, cleanupExistingSocketFile: true) { channel in
                    channel.eventLoop.makeSucceededFuture(channel)
                }
        } catch {
            let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "the system refuses"
            throw .configuration(
                "cannot listen on \(Escaped.text(socket)): \(reason)",
                hint: "make room there, or set XDG_RUNTIME_DIR to another folder")
        }
    }

    private func serve(_ channel: any NIOCore.Channel) async throws {
        let connection = try await channel.eventLoop.submit {
            let connection = try Connection(wrappingChannelSynchronously: channel)
            try channel.syncOptions?.setOption(.autoRead, value: true)
            return connection
        }.get()
        try await connection.executeThenClose { inbound, outbound in
            var bytes = ByteBuffer()
            var iterator = inbound.makeAsyncIterator()
            while !bytes.readableBytesView.contains(UInt8(ascii: "\n")) {
                guard bytes.readableBytes <= BackgroundLine.longest,
                    let more = try await iterator.next(isolation: #isolation)
                else { return }
                bytes.writeImmutableBuffer(more)
            }
            let line = bytes.readLine()
            if let version = LoanHello.version(String(buffer: line)) {
                return try await visit(version, bytes, &iterator, outbound, connection.channel)
            }
            let (replies, queue) = AsyncStream<BackgroundReply>.makeStream()
            let call = Array(line.readableBytesView)
            // We do not go before the answer has.
            await keeper.callerCame()
            try? await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await answer(call, queue) }
                group.addTask {
                    for await reply in replies {
                        try await outbound.write(ByteBuffer(bytes: BackgroundLine.bytes(reply)))
                    }
                    // That was all, be it nothing.
                    connection.channel.close(promise: nil)
                }
                // Whoever asks goes once it is answered. Who goes before that does not want it any more.
                while try await iterator.next(isolation: #isolation) != nil {}
                group.cancelAll()
            }
            await keeper.callerLeft()
        }
    }

    private func visit(
        _ version: String, _ rest: ByteBuffer, _ inbound: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, _ socket: any NIOCore.Channel
    ) async throws {
        guard version == OwnProgram.version else {
            let reply = BackgroundReply.otherVersion(OwnProgram.version)
            return try await outbound.write(ByteBuffer(bytes: BackgroundLine.bytes(reply)))
        }
        await keeper.visitorCame()
        do {
            try await LoanDesk(keeper: keeper, socket: socket).serve(rest, &inbound)
            await keeper.visitorLeft()
        } catch {
            await keeper.visitorLeft()
            throw error
        }
    }

    private func answer(_ bytes: [UInt8], _ queue: AsyncStream<BackgroundReply>.Continuation) async {
        defer { queue.finish() }
        guard let call = BackgroundLine.value(BackgroundCall.self, bytes) else {
            queue.yield(.otherVersion(OwnProgram.version))
            return
        }
        await keeper.answer(call) { queue.yield($0) }
    }
}

extension ByteBuffer {
    /// Up to the first line feed, which is taken as well.
    fileprivate mutating func readLine() -> ByteBuffer {
        let view = readableBytesView
        let count = view.prefix { $0 != UInt8(ascii: "\n") }.count
        let line = readSlice(length: count) ?? ByteBuffer()
        moveReaderIndex(forwardBy: min(1, readableBytes))
        return line
    }
}
