#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a benchmark has found: one value, rendered as text, Markdown or JSON.
public struct BenchReport: Encodable, Sendable {
    public let machine: BenchMachine
    public let runs: Int
    public let bulkRuns: Int
    public let mebibytes: Int
    public internal(set) var rows: [BenchRow] = []
    /// What could not be measured: who, where and why.
    public internal(set) var failures: [String] = []
    /// What was left out, and why.
    public internal(set) var skipped: [String] = []

    init(_ machine: BenchMachine, _ options: BenchOptions) {
        self.machine = machine
        runs = options.runs
        bulkRuns = options.bulkRuns
        mebibytes = options.mebibytes
    }

    mutating func add(_ result: BenchComparison.Result) {
        rows += result.rows
        failures += result.failures
    }

    /// Bars that were not reached.
    public var missed: Int { rows.flatMap(\.verdicts).filter { !$0.met }.count }

    /// For a program: one value.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// For a person.
    public var text: String {
        let cells = [BenchTable.head] + rows.map(BenchTable.cells)
        let widths = BenchTable.head.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        var lines = [machine.text, conditions]
        var link = ""
        for row in rows {
            if BenchTable.link(row) != link {
                link = BenchTable.link(row)
                lines += ["", link, BenchTable.line(BenchTable.head, widths)]
            }
            lines.append(BenchTable.line(BenchTable.cells(row), widths))
        }
        if !failures.isEmpty || !skipped.isEmpty { lines.append("") }
        lines += failures.map { "failed: \($0)" }
        lines += skipped.map { "skipped: \($0)" }
        lines += ["", missed == 0 ? "no bar missed" : "bars missed: \(missed)"]
        return lines.joined(separator: "\n")
    }

    /// For a README.
    public var markdown: String {
        var lines = ["\(machine.text); \(conditions).", ""]
        let head = ["link"] + BenchTable.head
        lines.append("| " + head.joined(separator: " | ") + " |")
        lines.append("|---|---|---:|---:|---:|---:|---|")
        for row in rows {
            lines.append("| " + ([BenchTable.link(row)] + BenchTable.cells(row)).joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }

    private var conditions: String { "medians of \(runs) runs (through an open tunnel: \(bulkRuns)), in turn" }
}
