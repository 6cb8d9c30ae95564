import Inventory
import SSH
import Tunnel

/// Opens several databases at once, and holds them while somebody uses them.
struct SessionTunnels: Sendable {
    let openings: [SessionPlan.Opening]
    let rooms: Rooms
    let reporter: Reporter
    let variables: [String: String]
    /// Where their sessions are kept.
    let pool: SessionPool

    /// - Parameter body: begins when all are ready, with where each is, in the order in which they were named. Cancelled
    ///   when one of them cannot be kept.
    func hold(_ body: @escaping @Sendable ([LocalEndpoint]) async throws -> Int32) async throws -> Int32 {
        let (ready, arrivals) = AsyncStream<(Int, LocalEndpoint)>.makeStream()
        return try await withThrowingTaskGroup(of: Int32?.self) { group in
            for (index, opening) in openings.enumerated() {
                group.addTask {
                    try await hold(opening) { arrivals.yield((index, $0)) }
                    return nil
                }
            }
            group.addTask {
                var endpoints: [Int: LocalEndpoint] = [:]
                var arriving = ready.makeAsyncIterator()
                while endpoints.count < openings.count, let (index, endpoint) = await arriving.next() {
                    endpoints[index] = endpoint
                }
                try Task.checkCancellation()
                return try await body(openings.indices.compactMap { endpoints[$0] })
            }
            defer { group.cancelAll() }
            while let code = try await group.next() {
                if let code { return code }
                try Task.checkCancellation()
                throw CommandFailure.tunnel(
                    TunnelFailure(hop: .local, message: "a tunnel was closed", hint: nil, exit: .unavailable))
            }
            return 0
        }
    }

    /// Until it is cancelled, or the tunnel cannot be had any more.
    private func hold(_ opening: SessionPlan.Opening, _ arrived: @escaping @Sendable (LocalEndpoint) -> Void)
        async throws
    {
        var plan = opening.plan
        plan.request.pool = pool
        let record = TunnelRecord(plan, rooms, variables, reporter)
        try record.begin()
        do {
            let request = record.written(plan.request(rooms, variables, reporter))
            let code = try await rooms.open(request, { tell($0, opening, record) }) { tunnel in
                arrived(tunnel.endpoint)
                // Nobody ever yields: the loop ends when the task is cancelled.
                let (stream, _) = AsyncStream<Never>.makeStream()
                for await _ in stream {}
                return 0
            }
            await record.end(code)
        } catch {
            await record.end(CommandFailure(error))
            throw error
        }
    }

    private func tell(_ event: TunnelEvent, _ opening: SessionPlan.Opening, _ record: TunnelRecord) {
        record.note(event)
        if case .closing = event { return }
        guard let text = EventText(verbose: reporter.verbose).line(event) else { return }
        let place = openings.count > 1 ? opening.name + ": " : ""
        for line in text.split(separator: "\n") { reporter.talk.say(place + line) }
    }
}
