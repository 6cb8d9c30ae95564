import LevelsLab
import NIOCore
import Testing
import Tunnel

/// Real databases, gone and come back.
@Suite("databases", .serialized, .grounds { $0.engines = nil }, .timeLimit(.minutes(2)))
struct DatabaseTests {
    @Test("a tunnel to each engine that is installed is ready when that has answered")
    func ready() async throws {
        let grounds = try Grounds.current
        #expect(!grounds.lab.databases.isEmpty)
        for database in grounds.lab.databases {
            try await grounds.tunnel(try grounds.options(database.name)) { tunnel, _ in
                try await greets(database, at: tunnel.endpoint)
            }
        }
    }

    @Test("a client that comes while the database is stopped is served when it has started again")
    func restarted() async throws {
        let grounds = try Grounds.current
        let database = try #require(grounds.lab.databases.first)
        var options = try grounds.options(database.name)
        options.patience.parking = .seconds(60)
        try await grounds.tunnel(options) { tunnel, log in
            try await database.server.kill()
            // A process of many threads may be dead and hold its sockets yet: who comes then is cut off.
            #expect(try await eventually { await !Self.isListening(database.server.port) })
            let client = try await Peer.connect(to: tunnel.endpoint)
            _ = try await log.first { if case .clientOpened(let id) = $0 { id } else { nil } }
            try await database.server.start()
            do {
                try await greets(database, by: client)
            } catch {
                Issue.record("\(error): \(log.all.suffix(8)) \(database.server.log().suffix(3000))")
            }
            // The hops were never in doubt.
            #expect(!log.all.contains { if case .lost = $0 { true } else { false } })
        }
    }

    @Test("a database that is stopped in its tracks is found out at the opening, and answers once it goes on")
    func paused() async throws {
        let grounds = try Grounds.current
        let database = try #require(grounds.lab.databases.first)
        var options = try grounds.options(database.name)
        options.patience.open = .seconds(1)
        try database.server.pause()
        let failure = await #expect(throws: TunnelFailure.self) { try await grounds.tunnel(options) { _, _ in } }
        #expect(failure?.hop == .database(database.name))
        #expect(failure?.message == "accepted the connection but said nothing")

        options.patience.wait = .seconds(60)
        let log = EventLog()
        async let opened: Void = withTunnel(options, onEvent: log.note) { try await greets(database, at: $0.endpoint) }
        _ = try await log.first { if case .reconnecting(let attempt, _) = $0 { attempt } else { nil } }
        try database.server.resume()
        try await opened
    }

    private func greets(_ database: LabDatabase, at endpoint: LocalEndpoint?) async throws {
        try await greets(database, by: try await Peer.connect(to: endpoint))
    }

    private static func isListening(_ port: Int) async -> Bool {
        guard let peer = try? await Peer.connect(port: port) else { return false }
        await peer.close()
        return true
    }

    private func greets(_ database: LabDatabase, by client: Peer) async throws {
        switch database.engine {
        case .mysql: #expect(try await client.read(5).last == 10)
        case .postgres:
            try await client.send(ByteBuffer(bytes: [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]))
            #expect(try await client.read(1) == [UInt8(ascii: "N")])
        }
        await client.close()
    }
}
