/// One line of the table: a measure on a link, by each contender.
public struct BenchRow: Encodable, Sendable {
    /// A bar, and whether it is met.
    public struct Verdict: Encodable, Sendable {
        public let bar: String
        public let value: Double?
        public let met: Bool
    }

    /// Every run, in the row's unit.
    public struct Samples: Encodable, Sendable {
        public var levelsSSH: [Double] = []
        public var ssh: [Double] = []
        public var tcp: [Double] = []
    }

    public let measure: BenchMeasure
    public let title: String
    public let link: String
    public let roundTripMilliseconds: Int
    public let unit: BenchMeasure.Unit
    /// Medians.
    public let levelsSSH: Double?
    public let ssh: Double?
    public let tcp: Double?
    /// Ours to ssh's, and ours to bare TCP's.
    public let ratio: Double?
    public let ratioToTCP: Double?
    public let verdicts: [Verdict]
    public let samples: Samples

    init(
        _ measure: BenchMeasure, title: String, kind: BenchLink.Kind, roundTrip: Int, _ samples: Samples
    ) {
        self.measure = measure
        self.title = title
        link = kind.rawValue
        roundTripMilliseconds = roundTrip
        unit = measure.unit
        self.samples = samples
        let ours = BenchFigure.median(samples.levelsSSH)
        let theirs = BenchFigure.median(samples.ssh)
        let bare = BenchFigure.median(samples.tcp)
        (levelsSSH, ssh, tcp) = (ours, theirs, bare)
        ratio = BenchBar.atMostOfSSH(1).value(ours: ours, theirs: theirs, bare: bare)
        ratioToTCP = BenchBar.atLeastOfTCP(1).value(ours: ours, theirs: theirs, bare: bare)
        verdicts = BenchBar.all(measure, kind, roundTrip: roundTrip).map { bar in
            let value = bar.value(ours: ours, theirs: theirs, bare: bare)
            return Verdict(bar: bar.text(measure.unit), value: value, met: bar.isMet(value))
        }
    }
}
