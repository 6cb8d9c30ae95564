/// The words of a ``BenchReport``.
enum BenchTable {
    static let head = ["", "levels-ssh", "ssh -J -L", "bare tcp", "ratio", "bar"]

    static func link(_ row: BenchRow) -> String {
        switch BenchLink.Kind(rawValue: row.link) {
        case .relay: "\(row.roundTripMilliseconds) ms round trip (relay)"
        case .wan: "\(row.roundTripMilliseconds) ms round trip (long link between namespaces)"
        case .loopback, nil: "loopback"
        }
    }

    static func cells(_ row: BenchRow) -> [String] {
        func figure(_ value: Double?) -> String {
            value.map { "\(BenchFigure.text($0, row.unit)) \(row.unit.rawValue)" } ?? ""
        }
        return [
            row.title, figure(row.levelsSSH), figure(row.ssh), figure(row.tcp),
            row.ratio.map(BenchFigure.ratio) ?? "", row.verdicts.map(verdict).joined(separator: "; "),
        ]
    }

    static func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, (cell, width)) in zip(cells, widths).enumerated() {
            let space = String(repeating: " ", count: max(0, width - cell.count))
            // Words to the left, numbers to the right.
            let isWords = index == 0 || index == cells.count - 1
            line += "  " + (isWords ? cell + space : space + cell)
        }
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }

    private static func verdict(_ verdict: BenchRow.Verdict) -> String {
        if verdict.met { return "\(verdict.bar): met" }
        return "\(verdict.bar): MISSED (\(verdict.value.map(BenchFigure.ratio) ?? "not measured"))"
    }
}
