/// What was found of fleet work, as text or Markdown.
public struct FleetBenchReport: Sendable {
    struct Row: Sendable {
        let verb: String
        let hosts: Int
        let ours: FleetBenchLab.Outcome
        /// Hosts per second.
        let theirs: Double?

        /// Hosts per second; nil of a run that has failed.
        var speed: Double? { ours.run.exit == 0 ? Double(hosts) / ours.run.wall.seconds : nil }
        var ratio: Double? {
            guard let speed, let theirs else { return nil }
            return speed / theirs
        }
    }

    /// Ours is at least that many times Ansible's, in hosts per second.
    static let bar = 10.0

    let machine: BenchMachine
    /// Of the minute before.
    let load: Double
    var ansible: String?
    /// What one login costs a host.
    var login: Duration?
    var rows: [Row] = []
    /// What went wrong: who, where and why.
    public internal(set) var failures: [String] = []

    init(machine: BenchMachine, load: Double) {
        self.machine = machine
        self.load = load
    }

    /// Bars that were not reached; one that could not be measured is none that was.
    public var missed: Int {
        rows.count { row in ansible != nil && row.theirs != nil && (row.ratio ?? 0) < Self.bar }
            + rows.count { $0.ours.drops > 0 } + failures.count
    }

    private static let head = [
        "", "hosts", "levels-ssh", "ansible", "ratio", "wall", "peak memory", "logins at bastions", "refused",
        "sshd's own",
    ]

    private func cells(_ row: Row) -> [String] {
        let logins = row.ours.bastionLogins.sorted { $0.key < $1.key }.map { "\($0.value)" }.joined(separator: " + ")
        return [
            row.verb == "plan" ? "plan, nothing to do" : "apply of one new key", "\(row.hosts)",
            row.speed.map(speed) ?? "", row.theirs.map(speed) ?? "", row.ratio.map(BenchFigure.ratio) ?? "",
            "\(BenchFigure.fixed(row.ours.run.wall.seconds, 1)) s", "\(row.ours.run.peakMemory >> 20) MiB", logins,
            "\(row.ours.drops)", share(row) ?? "",
        ]
    }

    private func speed(_ hosts: Double) -> String { "\(BenchFigure.fixed(hosts, hosts < 10 ? 2 : 1))/s" }

    /// Logins, as OpenSSH's own client makes them, and the bastion's sshd, of all the processor time that it takes.
    private func share(_ row: Row) -> String? {
        guard let login, row.ours.processorTime > .zero else { return nil }
        let own = (login * row.ours.hostLogins + row.ours.onBastions) / row.ours.processorTime
        return "\(BenchFigure.fixed(own * 100, 0)) %"
    }

    private func costs(_ row: Row) -> String {
        func each(_ time: Duration) -> String { BenchFigure.fixed(time.milliseconds / Double(row.hosts), 1) }
        return "\(row.verb), \(row.hosts) hosts: processor time by host: \(each(row.ours.onHosts)) ms there, "
            + "\(each(row.ours.onBastions)) at bastions, \(each(row.ours.run.processorTime)) here"
    }

    private var conditions: [String] {
        var lines = ["\(machine.text)" + (ansible.map { ", \($0)" } ?? "")]
        lines.append("load before: \(BenchFigure.fixed(load, 2)); hosts are whole machines of this one")
        if let login { lines.append("one login costs a host \(BenchFigure.fixed(login.milliseconds, 1)) ms") }
        return lines
    }

    /// For a person.
    public var text: String {
        let cells = [Self.head] + rows.map(cells)
        let widths = Self.head.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        var lines = conditions + [""] + cells.map { BenchTable.line($0, widths) } + [""] + rows.map(costs)
        lines += failures.map { "failed: \($0)" }
        let verdict = missed == 0 ? "no bar missed" : "bars missed: \(missed)"
        return (lines + ["", "\(verdict) (at least \(BenchFigure.fixed(Self.bar, 0)) times, nothing refused)"])
            .joined(separator: "\n")
    }

    /// For a README.
    public var markdown: String {
        var lines = conditions + ["", "| " + Self.head.joined(separator: " | ") + " |"]
        lines.append("|---|" + String(repeating: "---:|", count: Self.head.count - 1))
        lines += rows.map { "| " + cells($0).joined(separator: " | ") + " |" }
        return (lines + [""] + rows.map(costs)).joined(separator: "\n")
    }
}
