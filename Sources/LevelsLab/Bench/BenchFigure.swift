/// Numbers as the table shows them, and what they are made of.
enum BenchFigure {
    static func ratio(_ value: Double) -> String { fixed(value, 2) }

    /// Three digits that say something, or all of those before the point.
    static func text(_ value: Double, _ unit: BenchMeasure.Unit) -> String {
        switch abs(value) {
        case ..<10: fixed(value, 2)
        case ..<100: fixed(value, 1)
        default: fixed(value, 0)
        }
    }

    static func fixed(_ value: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (abs(value) * scale).rounded()
        guard scaled.isFinite, let number = Int(exactly: scaled) else { return "-" }
        var digits = String(number)
        while digits.count <= decimals { digits = "0" + digits }
        let sign = value < 0 && number > 0 ? "-" : ""
        return decimals == 0 ? sign + digits : sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
    }

    static func median(_ values: [Double]) -> Double? {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return nil }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The smallest value that at least `share` of all are not above (nearest rank).
    static func quantile(_ values: [Double], _ share: Double) -> Double? {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return nil }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }
}

extension Duration {
    var milliseconds: Double { self / .milliseconds(1) }
    var seconds: Double { self / .seconds(1) }
}
