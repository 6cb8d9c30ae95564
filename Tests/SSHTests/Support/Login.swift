import LevelsLab
import NIOCore
import NIOPosix
import SSH

/// How tests get a session: with a server of theirs, for as long as a closure runs.
enum Login {
    /// How long a server may take. Long: the machine may be busy, and a test that waits this long has failed.
    static let limit = Duration.seconds(40)

    static var loop: any EventLoop { MultiThreadedEventLoopGroup.singleton.next() }

    static func key(_ path: String) throws -> Identity {
        try Identity(path: path, passphrases: NoPassphrase())
    }

    static func pinned(_ line: String) throws -> HostKeyPolicy {
        HostKeyPolicy(pinned: [try PublicKeyBlob.parse(line: Substring(line)).key])
    }

    /// A session with a server on a pipe: keys exchanged, nobody logged in.
    static func shakingHands<Value>(
        with server: PipeServer, trusting policy: HostKeyPolicy? = nil, host: String = "pipe.example", port: Int = 22,
        _ configuration: SessionConfiguration = SessionConfiguration(),
        _ body: (Session) async throws -> sending Value
    ) async throws -> sending Value {
        let session = try await Session.overSocket(server.descriptor, on: loop, configuration: configuration)
        return try await using(session) { session in
            try await session.handshake(
                trusting: try policy ?? pinned(server.hostKey), host: host, port: port, within: limit)
            return try await body(session)
        }
    }

    /// A session with a server on a pipe, logged in by the key that was made for it.
    static func with<Value>(
        _ options: PipeServer.Options = PipeServer.Options(),
        _ configuration: SessionConfiguration = SessionConfiguration(),
        _ body: (Session, PipeServer) async throws -> sending Value
    ) async throws -> sending Value {
        try await PipeServer.with(options) { server in
            try await shakingHands(with: server, configuration) { session in
                try await session.authenticate(user: server.user, keys: [key(server.clientKey)], within: limit)
                return try await body(session, server)
            }
        }
    }

    /// A session with a server that listens, over TCP.
    static func at<Value>(
        _ server: TestServer, _ configuration: SessionConfiguration = SessionConfiguration(),
        _ body: (Session) async throws -> sending Value
    ) async throws -> sending Value {
        let session = try await Session.overTCP(
            to: "127.0.0.1", port: server.port, on: loop, configuration: configuration, within: limit)
        return try await using(session) { session in
            try await logIn(session, at: server)
            return try await body(session)
        }
    }

    /// A session with a server that listens, inside another session.
    static func at<Value>(
        _ server: TestServer, through outer: Session, _ configuration: SessionConfiguration = SessionConfiguration(),
        _ body: (Session) async throws -> sending Value
    ) async throws -> sending Value {
        let session = try await outer.nested(
            to: "127.0.0.1", port: server.port, on: loop, configuration: configuration, within: limit)
        return try await using(session) { session in
            try await logIn(session, at: server)
            return try await body(session)
        }
    }

    static func logIn(_ session: Session, at server: TestServer) async throws {
        try await session.handshake(
            trusting: HostKeyPolicy(pinned: [server.hostKey]), host: "127.0.0.1", port: server.port, within: limit)
        try await session.authenticate(user: server.user, keys: [key(server.clientKey)], within: limit)
    }

    private static func using<Value>(
        _ session: Session, _ body: (Session) async throws -> sending Value
    ) async throws -> sending Value {
        do {
            let value = try await body(session)
            session.close()
            return value
        } catch {
            session.close()
            throw error
        }
    }
}

extension Session {
    /// Runs a command to its end.
    func run(_ command: String, input: [UInt8] = [], credit: Int = 64 << 20) async throws -> ChannelLog.Heard {
        let log = ChannelLog()
        let channel = try await execute(Array(command.utf8), credit: credit, within: Login.limit) { log.note($0) }
        if !input.isEmpty { channel.write(ByteBuffer(bytes: input)) }
        channel.finishWriting()
        return await log.closed()
    }

    /// Opens a connection from the server to a port of loopback.
    func dial(_ port: Int, credit: Int = 64 << 20, _ log: ChannelLog) async throws -> SSH.Channel {
        try await openTCP(to: "127.0.0.1", port: port, credit: credit, within: Login.limit) { log.note($0) }
    }
}
