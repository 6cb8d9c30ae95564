/// How long to wait before the next attempt: doubled each time up to a ceiling, and spread, so that a whole office does
/// not come back in the same moment.
public struct Backoff: Sendable {
    public private(set) var attempt = 0
    private let first: Duration
    private let ceiling: Duration

    public init(first: Duration = .milliseconds(200), ceiling: Duration = .seconds(10)) {
        self.first = first
        self.ceiling = ceiling
    }

    /// The first attempt is made at once; `random` is between 0 and 1.
    public mutating func next(random: Double) -> Duration {
        defer { attempt += 1 }
        guard attempt > 0 else { return .zero }
        let full = min(ceiling, first * (1 << min(attempt - 1, 16)))
        return full * (0.5 + random / 2)
    }
}
