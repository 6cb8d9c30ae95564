/// What a figure has to reach.
public enum BenchBar: Sendable, Hashable {
    /// Ours is at most that many times ssh's.
    case atMostOfSSH(Double)
    case atLeastOfSSH(Double)
    /// Ours is at least that many times bare TCP's over the same link.
    case atLeastOfTCP(Double)
    /// In the measure's own unit.
    case below(Double)

    /// The bars, all of them.
    static func all(_ measure: BenchMeasure, _ kind: BenchLink.Kind, roundTrip: Int) -> [BenchBar] {
        switch (measure, kind, roundTrip) {
        case (.cold, .loopback, _): [.atMostOfSSH(0.60)]
        case (.cold, .relay, 100): [.atMostOfSSH(0.70)]
        case (.download, .relay, 100), (.download, .wan, 100): [.atLeastOfSSH(1.4), .atLeastOfTCP(0.95)]
        case (.download, .loopback, _), (.upload, .loopback, _): [.atLeastOfSSH(0.90)]
        case (.crowd, .loopback, _): [.atMostOfSSH(1)]
        case (.execWarm, .loopback, _): [.atMostOfSSH(1.1)]
        // Two round trips, and as much as a command takes without a distance.
        case (.execWarm, .relay, 100): [.atMostOfSSH(1.1), .below(250)]
        case (.idleMemory, .loopback, _), (.version, .loopback, _): [.below(25)]
        default: []
        }
    }

    /// What is compared with the bar's number; nil where a figure is missing.
    func value(ours: Double?, theirs: Double?, bare: Double?) -> Double? {
        func ratio(_ to: Double?) -> Double? {
            guard let ours, let to, to > 0 else { return nil }
            return ours / to
        }
        return switch self {
        case .atMostOfSSH, .atLeastOfSSH: ratio(theirs)
        case .atLeastOfTCP: ratio(bare)
        case .below: ours
        }
    }

    /// A figure that is missing is a bar that is missed.
    func isMet(_ value: Double?) -> Bool {
        guard let value else { return false }
        return switch self {
        case .atMostOfSSH(let limit): value <= limit
        case .atLeastOfSSH(let limit), .atLeastOfTCP(let limit): value >= limit
        case .below(let limit): value < limit
        }
    }

    func text(_ unit: BenchMeasure.Unit) -> String {
        switch self {
        case .atMostOfSSH(let limit): "at most \(BenchFigure.ratio(limit)) of ssh"
        case .atLeastOfSSH(let limit): "at least \(BenchFigure.ratio(limit)) of ssh"
        case .atLeastOfTCP(let limit): "at least \(BenchFigure.ratio(limit)) of tcp"
        case .below(let limit): "under \(BenchFigure.text(limit, unit)) \(unit.rawValue)"
        }
    }
}
