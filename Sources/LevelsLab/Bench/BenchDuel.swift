import Synchronization

/// A dump at full speed and a small query, again and again, beside it on the same tunnel.
struct BenchDuel: Sendable {
    let client: BenchClient
    let threads: BenchThreads

    struct Outcome: Sendable {
        /// How long each query took.
        let queries: [Duration]
        /// Of the dump, while the queries went on.
        let bytes: Int
        let time: Duration
    }

    /// The dump's progress, for both threads.
    private final class Dump: Sendable {
        let received = Atomic<Int>(0)
        let isOver = Atomic<Bool>(false)
    }

    /// What the dump has moved before the first query is timed: windows have grown by then.
    private static let head = 8 << 20
    private static let word = Array("select 1".utf8) + [UInt8](repeating: 0x20, count: 56)

    func run(queries: Int, within limit: Duration) async throws(LabFailure) -> Outcome {
        let dump = Dump()
        let client = client
        async let dumped: Void = threads.run { () throws(LabFailure) in try Self.dump(client, dump) }
        let outcome: Outcome
        do throws(LabFailure) {
            outcome = try await threads.run { () throws(LabFailure) in
                defer { dump.isOver.store(true, ordering: .relaxed) }
                return try Self.loop(client, dump, queries, limit)
            }
            do { try await dumped } catch { throw error as? LabFailure ?? .interrupted }
        } catch {
            dump.isOver.store(true, ordering: .relaxed)
            throw error
        }
        return outcome
    }

    private static func dump(_ client: BenchClient, _ dump: Dump) throws(LabFailure) {
        defer { dump.isOver.store(true, ordering: .relaxed) }
        let socket = try client.connect()
        try socket.send(BenchRequest.download.bytes(.max))
        try client.drain(socket) { received in
            dump.received.store(received, ordering: .relaxed)
            return !dump.isOver.load(ordering: .relaxed)
        }
    }

    private static func loop(
        _ client: BenchClient, _ dump: Dump, _ queries: Int, _ limit: Duration
    ) throws(LabFailure) -> Outcome {
        let socket = try client.connect()
        try socket.send(BenchRequest.echo.bytes(0))
        func query() throws(LabFailure) -> Duration {
            let begun = ContinuousClock.now
            try socket.send(word)
            _ = try socket.receive(exactly: word.count)
            return .now - begun
        }
        while dump.received.load(ordering: .relaxed) < head, !dump.isOver.load(ordering: .relaxed) { _ = try query() }
        let begun = ContinuousClock.now
        let mark = dump.received.load(ordering: .relaxed)
        var times: [Duration] = []
        while times.count < queries, .now - begun < limit { times.append(try query()) }
        // A few queries are over before a thread has had its turn: the dump's figure waits for it.
        while dump.received.load(ordering: .relaxed) == mark, !dump.isOver.load(ordering: .relaxed),
            .now - begun < limit
        { _ = try query() }
        let bytes = dump.received.load(ordering: .relaxed) - mark
        // What was measured beside a dump that had ended would mean nothing.
        guard !dump.isOver.load(ordering: .relaxed) else {
            throw .notPossible("the dump ended before the queries did", hint: "run it again")
        }
        return Outcome(queries: times, bytes: bytes, time: .now - begun)
    }
}
