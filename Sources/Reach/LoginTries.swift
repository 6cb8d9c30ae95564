import SSH

/// The logins at one machine: whether there is to be another, and when. Pure.
struct LoginTries {
    private(set) var count = 0
    private let most: Int
    private var backoff: Backoff

    init(_ patience: ReachPatience) {
        most = max(1, patience.tries)
        backoff = Backoff(first: patience.firstPause, ceiling: patience.longestPause)
        // Its first pause is none, and that is the first try's.
        _ = backoff.next(random: 0)
    }

    /// Counts a try that failed.
    /// - Parameter random: between 0 and 1.
    /// - Returns: how long to wait before the next one; nil if there is to be none.
    mutating func failed(_ next: Judgement.Next, random: Double) -> Duration? {
        count += 1
        guard count < most else { return nil }
        switch next {
        case .never: return nil
        case .again, .whenLessCrowded: return backoff.next(random: random)
        }
    }

    mutating func succeeded() { count += 1 }
}
