/// Both contenders on one link, in turn, so that what else the machine does meets both.
struct BenchComparison: Sendable {
    struct Result: Sendable {
        var rows: [BenchRow] = []
        var failures: [String] = []
    }

    let bench: Bench
    let link: BenchLink

    private var options: BenchOptions { bench.options }

    func run() async throws(LabFailure) -> Result {
        var samples: [BenchMeasure: BenchRow.Samples] = [:]
        var failures: [String] = []
        func note(_ contender: Contender, _ findings: BenchVisit.Findings) {
            for (measure, value) in findings.figures {
                switch contender {
                case .ours: samples[measure, default: .init()].levelsSSH.append(value)
                case .theirs: samples[measure, default: .init()].ssh.append(value)
                }
            }
            failures += findings.failures.map { "\(contender.rawValue), \(link.name): \($0.message)" }
        }
        for run in 0..<options.runs {
            options.progress("\(link.name): opening, \(run + 1) of \(options.runs)")
            for contender in Contender.allCases { note(contender, try await visit(contender).cold()) }
        }
        for run in 0..<options.bulkRuns {
            for contender in Contender.allCases {
                options.progress("\(link.name): \(contender.rawValue), \(run + 1) of \(options.bulkRuns)")
                note(contender, try await visit(contender).run())
            }
            if let bare = link.bare {
                options.progress("\(link.name): bare tcp, \(run + 1) of \(options.bulkRuns)")
                let client = BenchClient(bare.address, port: bare.port, namespace: link.namespace)
                let bytes = options.bytes
                let time = try await bench.threads.run { () throws(LabFailure) in try client.download(bytes) }
                samples[.download, default: .init()].tcp.append(Double(options.mebibytes) / time.seconds)
            }
        }
        return Result(rows: BenchMeasure.allCases.compactMap { row($0, samples[$0]) }, failures: failures)
    }

    private func visit(_ contender: Contender) -> BenchVisit {
        BenchVisit(
            contender: contender, link: link, levelsSSH: bench.levelsSSH, options: options, threads: bench.threads)
    }

    /// A row without a single figure is kept where a bar is set for it: the bar is missed then.
    private func row(_ measure: BenchMeasure, _ samples: BenchRow.Samples?) -> BenchRow? {
        let bars = BenchBar.all(measure, link.kind, roundTrip: link.roundTrip)
        // It has nothing to do with a link, and is measured apart.
        guard measure.isOfTunnels, samples != nil || !bars.isEmpty else { return nil }
        return BenchRow(
            measure, title: measure.title(options), kind: link.kind, roundTrip: link.roundTrip, samples ?? .init())
    }
}
