import Testing

@testable import LevelsLab

struct BenchReportTests {
    private func row(
        _ measure: BenchMeasure, _ kind: BenchLink.Kind, _ roundTrip: Int, ours: [Double], theirs: [Double],
        bare: [Double] = []
    ) -> BenchRow {
        BenchRow(
            measure, title: measure.rawValue, kind: kind, roundTrip: roundTrip,
            BenchRow.Samples(levelsSSH: ours, ssh: theirs, tcp: bare))
    }

    private func report(_ rows: [BenchRow]) -> BenchReport {
        let machine = BenchMachine(
            processor: "p", cores: 2, system: "s", kernel: "k", levelsSSH: "0.1.0", openSSH: "OpenSSH_9.2")
        var report = BenchReport(machine, BenchOptions())
        report.rows = rows
        return report
    }

    @Test func `A figure on the bar meets it`() {
        let cold = row(.cold, .relay, 100, ours: [700], theirs: [1000])
        #expect(cold.verdicts.map(\.met) == [true])
        #expect(cold.ratio == 0.7)
    }

    @Test func `Each bar of a row is judged by itself`() {
        let download = row(.download, .relay, 100, ours: [24], theirs: [16], bare: [26])
        #expect(download.verdicts.map(\.met) == [true, false])
        #expect(report([download]).missed == 1)
    }

    @Test func `A bar whose other side was not measured is missed`() {
        let download = row(.download, .wan, 100, ours: [24], theirs: [16])
        #expect(download.verdicts.map(\.met) == [true, false])
        #expect(report([download]).text.contains("at least 0.95 of tcp: MISSED (not measured)"))
    }

    @Test func `A bar in milliseconds or MiB is for ours alone`() {
        #expect(row(.version, .loopback, 0, ours: [24.9], theirs: [1]).verdicts.map(\.met) == [true])
        #expect(row(.idleMemory, .loopback, 0, ours: [25], theirs: [90]).verdicts.map(\.met) == [false])
    }

    @Test func `There is no bar at a distance that none was set for`() {
        #expect(row(.cold, .relay, 40, ours: [900], theirs: [100]).verdicts.isEmpty)
    }

    @Test func `A bar that is missed is named with its ratio`() {
        let report = report([row(.upload, .loopback, 0, ours: [85], theirs: [100])])
        #expect(report.text.contains("at least 0.90 of ssh: MISSED (0.85)"))
        #expect(report.text.hasSuffix("bars missed: 1"))
    }

    @Test func `Markdown has as many cells in each line as in its head`() {
        let text = report([row(.cold, .loopback, 0, ours: [1], theirs: [2])]).markdown
        let counts = text.split(separator: "\n").filter { $0.hasPrefix("|") }.map { $0.count { $0 == "|" } }
        #expect(counts == [8, 8, 8])
    }
}
