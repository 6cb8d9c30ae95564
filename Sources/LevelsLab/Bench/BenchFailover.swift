/// How long nobody is served when a machine of the route in use is lost: from the blow until the next client, which comes
/// at once, has its first echo.
struct BenchFailover: Sendable {
    let bench: Bench
    let link: BenchLink
    let lab: Lab

    private enum Blow: Sendable {
        /// Its connections end, and say so.
        case kill
        /// Its connections stay, and nobody answers on them: only time tells.
        case stop
    }

    /// Nothing that is awaited here takes longer, or it never comes.
    private static let limit = Duration.seconds(180)
    private static let word = Array("select 1".utf8)

    func run() async throws(LabFailure) -> [BenchRow] {
        [
            try await row(.hostKilled, .kill, BenchLab.host),
            try await row(.bastionKilled, .kill, BenchLab.bastion),
            try await row(.hostStopped, .stop, BenchLab.host),
            try await row(.bastionStopped, .stop, BenchLab.bastion),
        ]
    }

    private func row(_ measure: BenchMeasure, _ blow: Blow, _ name: String) async throws(LabFailure) -> BenchRow {
        let server = try lab.server(name)
        var samples = BenchRow.Samples()
        for run in 0..<bench.options.bulkRuns {
            bench.options.progress("\(measure.title(bench.options)), \(run + 1) of \(bench.options.bulkRuns)")
            samples.levelsSSH.append(try await outage(blow, server).milliseconds)
        }
        return BenchRow(
            measure, title: measure.title(bench.options), kind: link.kind, roundTrip: link.roundTrip, samples)
    }

    private func outage(_ blow: Blow, _ server: LabServer) async throws(LabFailure) -> Duration {
        let result: Result<Duration, LabFailure>
        do throws(LabFailure) {
            result = .success(
                try await BenchTunnel.with(.ours, link, levelsSSH: bench.levelsSSH) { tunnel throws(LabFailure) in
                    try await tunnel.awaitFirstByte(bench.threads)
                    let begun = ContinuousClock.now
                    switch blow {
                    case .kill: try await server.kill()
                    case .stop: try server.pause()
                    }
                    try await served(tunnel.client)
                    return .now - begun
                })
        } catch {
            result = .failure(error)
        }
        // The next tunnel is to find everything as this one did.
        switch blow {
        case .kill: try await server.start()
        case .stop: try server.resume()
        }
        return try result.get()
    }

    /// A client that is turned away comes again.
    private func served(_ client: BenchClient) async throws(LabFailure) {
        let served = try await Patience.until(within: Self.limit, every: .milliseconds(1)) { () throws(LabFailure) in
            do throws(LabFailure) {
                try await bench.threads.run { () throws(LabFailure) in
                    let socket = try client.connect()
                    try socket.send(BenchRequest.echo.bytes(0))
                    try socket.send(Self.word)
                    _ = try socket.receive(exactly: Self.word.count)
                }
                return true
            } catch {
                if case .interrupted = error { throw error }
                return false
            }
        }
        guard served else { throw .notPossible("nobody was served within \(Self.limit)", hint: "run it again") }
    }
}
