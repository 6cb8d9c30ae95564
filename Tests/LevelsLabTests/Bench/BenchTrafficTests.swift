import Testing

@testable import LevelsLab

/// The benchmark's server and its clients on each other, without a tunnel between them.
struct BenchTrafficTests {
    private func with<Value>(
        _ body: (BenchClient, BenchThreads) async throws(LabFailure) -> Value
    ) async throws -> Value {
        let server = try await BenchServer.start(port: 0)
        let client = BenchClient(port: server.port, namespace: nil)
        let value = try await BenchThreads.with(2) { threads throws(LabFailure) in try await body(client, threads) }
        await server.close()
        return value
    }

    @Test func `A download brings every byte and then ends`() async throws {
        let received = try await with { client, threads throws(LabFailure) in
            try await threads.run { () throws(LabFailure) in
                let socket = try client.connect()
                try socket.send(BenchRequest.download.bytes(3_000_001))
                return try client.drain(socket) { _ in true }
            }
        }
        #expect(received == 3_000_001)
    }

    @Test func `An upload is counted by the far server`() async throws {
        let time = try await with { client, threads throws(LabFailure) in
            try await threads.run { () throws(LabFailure) in try client.upload(3_000_001) }
        }
        #expect(time > .zero)
    }

    @Test func `More than was announced shows in the count`() async throws {
        let counted = try await with { client, threads throws(LabFailure) in
            try await threads.run { () throws(LabFailure) in
                let socket = try client.connect()
                try socket.send(BenchRequest.upload.bytes(3) + Array("four".utf8))
                return try socket.receive(exactly: 8)
            }
        }
        #expect(counted == [0, 0, 0, 0, 0, 0, 0, 4])
    }

    @Test func `A server that ends early is a failure and no figure`() async throws {
        await #expect(throws: LabFailure.self) {
            try await with { client, threads throws(LabFailure) in
                try await threads.run { () throws(LabFailure) in
                    let socket = try client.connect()
                    try socket.send(BenchRequest.download.bytes(10))
                    return try socket.receive(exactly: 11)
                }
            }
        }
    }

    @Test func `Many connections at once all have their echo`() async throws {
        let time = try await with { client, threads throws(LabFailure) in
            try await threads.run { () throws(LabFailure) in try BenchCrowd(100, to: client).took }
        }
        #expect(time > .zero)
    }

    @Test func `A reader that goes in the midst of a dump keeps nobody else waiting`() async throws {
        let received = try await with { client, threads throws(LabFailure) in
            try await threads.run { () throws(LabFailure) in
                for _ in 0..<20 {
                    let socket = try client.connect()
                    try socket.send(BenchRequest.download.bytes(.max))
                    _ = try socket.receive(exactly: 1 << 20)
                }
                let socket = try client.connect()
                try socket.send(BenchRequest.download.bytes(3_000_001))
                return try client.drain(socket) { _ in true }
            }
        }
        #expect(received == 3_000_001)
    }

    @Test func `Queries beside a dump are counted, and so is the dump`() async throws {
        let outcome = try await with { client, threads throws(LabFailure) in
            try await BenchDuel(client: client, threads: threads).run(queries: 50, within: .seconds(60))
        }
        #expect(outcome.queries.count == 50)
        #expect(outcome.bytes > 0)
    }
}
