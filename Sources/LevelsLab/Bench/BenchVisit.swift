/// One run of one contender on one link, through fresh tunnels.
struct BenchVisit: Sendable {
    let contender: Contender
    let link: BenchLink
    let levelsSSH: String
    let options: BenchOptions
    let threads: BenchThreads

    typealias Figures = [BenchMeasure: Double]

    /// What was measured, and what could not be.
    struct Findings: Sendable {
        var figures = Figures()
        var failures: [LabFailure] = []

        /// One that fails leaves the others alone: a figure that is missing says something too.
        mutating func attempt(_ step: (inout Figures) async throws(LabFailure) -> Void) async throws(LabFailure) {
            do throws(LabFailure) { try await step(&figures) } catch {
                if error == .interrupted || Task.isCancelled { throw .interrupted }
                failures.append(error)
            }
        }
    }

    /// Opens a tunnel, for nothing but the time it takes.
    func cold() async throws(LabFailure) -> Findings {
        var findings = Findings()
        try await findings.attempt { figures throws(LabFailure) in
            let (bothHops, firstByte) = try await tunnel { tunnel throws(LabFailure) in
                (tunnel.bothHops, try await tunnel.awaitFirstByte(threads))
            }
            figures[.cold] = bothHops.milliseconds
            figures[.coldFirstByte] = firstByte.milliseconds
        }
        return findings
    }

    /// In two tunnels: what many connections leave behind has no part in the speed, nor the other way round.
    func run() async throws(LabFailure) -> Findings {
        var findings = Findings()
        if link.kind != .wan {
            try await through(&findings) { tunnel, findings throws(LabFailure) in
                // First of all, before anything has been moved.
                findings.figures[.idleMemory] = mebibytes(tunnel)
                try await findings.attempt { figures throws(LabFailure) in try await crowd(tunnel, &figures) }
            }
        }
        try await through(&findings) { tunnel, findings throws(LabFailure) in
            try await findings.attempt { figures throws(LabFailure) in
                figures[.firstByte] = try await firstByte(tunnel)
            }
            try await findings.attempt { figures throws(LabFailure) in try await download(tunnel, &figures) }
            try await findings.attempt { figures throws(LabFailure) in try await upload(tunnel, &figures) }
            guard link.kind != .wan else { return }
            try await findings.attempt { figures throws(LabFailure) in try await duel(tunnel, &figures) }
        }
        return findings
    }

    private func through(
        _ findings: inout Findings, _ body: (BenchTunnel, inout Findings) async throws(LabFailure) -> Void
    ) async throws(LabFailure) {
        var found = findings
        do throws(LabFailure) {
            found = try await tunnel { [found] tunnel throws(LabFailure) in
                var found = found
                try await tunnel.awaitFirstByte(threads)
                try await body(tunnel, &found)
                return found
            }
        } catch {
            if error == .interrupted || Task.isCancelled { throw .interrupted }
            found.failures.append(error)
        }
        findings = found
    }

    private func tunnel<Value>(
        _ body: (BenchTunnel) async throws(LabFailure) -> Value
    ) async throws(LabFailure) -> Value {
        try await BenchTunnel.with(contender, link, levelsSSH: levelsSSH, body)
    }

    private func mebibytes(_ tunnel: BenchTunnel) -> Double {
        Double(ProcessUse.now(of: tunnel.process.identity).resident) / 1_048_576
    }

    private func firstByte(_ tunnel: BenchTunnel) async throws(LabFailure) -> Double? {
        var times: [Double] = []
        for _ in 0..<5 {
            let time = try await threads.run { () throws(LabFailure) in try tunnel.client.firstByte() }
            times.append(time.milliseconds)
        }
        return BenchFigure.median(times)
    }

    private func crowd(_ tunnel: BenchTunnel, _ figures: inout Figures) async throws(LabFailure) {
        let count = options.crowd
        let (time, memory) = try await threads.run { () throws(LabFailure) in
            let crowd = try BenchCrowd(count, to: tunnel.client)
            return (crowd.took.milliseconds, mebibytes(tunnel))
        }
        figures[.crowd] = time
        figures[.crowdMemory] = memory
    }

    private func download(_ tunnel: BenchTunnel, _ figures: inout Figures) async throws(LabFailure) {
        let (client, bytes) = (tunnel.client, options.bytes)
        let (speed, processorTime) = try await bulk(tunnel) { () throws(LabFailure) in try client.download(bytes) }
        figures[.download] = speed
        figures[.downloadProcessorTime] = processorTime
    }

    private func upload(_ tunnel: BenchTunnel, _ figures: inout Figures) async throws(LabFailure) {
        let (client, bytes) = (tunnel.client, options.bytes)
        let (speed, processorTime) = try await bulk(tunnel) { () throws(LabFailure) in try client.upload(bytes) }
        figures[.upload] = speed
        figures[.uploadProcessorTime] = processorTime
    }

    /// MiB a second, and on loopback the contender's CPU seconds for a GiB: over a distance they say the same, less
    /// exactly.
    private func bulk(
        _ tunnel: BenchTunnel, _ transfer: @escaping @Sendable () throws(LabFailure) -> Duration
    ) async throws(LabFailure) -> (speed: Double, processorTime: Double?) {
        let identity = tunnel.process.identity
        let mebibytes = Double(options.mebibytes)
        let before = ProcessUse.now(of: identity).processorTime
        let time = try await threads.run(transfer)
        let used = ProcessUse.now(of: identity).processorTime - before
        return (mebibytes / time.seconds, link.kind == .loopback ? used.seconds * 1024 / mebibytes : nil)
    }

    private func duel(_ tunnel: BenchTunnel, _ figures: inout Figures) async throws(LabFailure) {
        let outcome = try await BenchDuel(client: tunnel.client, threads: threads)
            .run(queries: options.queries, within: options.queryTime)
        let times = outcome.queries.map(\.milliseconds)
        figures[.queryMedian] = BenchFigure.quantile(times, 0.5)
        figures[.queryTail] = BenchFigure.quantile(times, 0.99)
        figures[.dumpBeside] = Double(outcome.bytes) / 1_048_576 / outcome.time.seconds
    }
}
