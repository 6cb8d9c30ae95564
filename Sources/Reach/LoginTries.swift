import SSH

/// The logins at one machine: whether there is to be another, and when. Pure.
struct LoginTries {
    private(set) var count = 0
    private let most: Int
    private var backoff: Backoff
    /// What is left of the time that a server may keep us waiting outside.
    private var outside: Duration

    init(_ patience: ReachPatience) {
        most = max(1, patience.tries)
        outside = patience.forgiveness
        backoff = Backoff(first: patience.firstPause, ceiling: patience.longestPause)
        // Its first pause is none, and that is the first try's.
        _ = backoff.next(random: 0)
    }

    /// Counts a try that failed.
    /// - Parameter random: between 0 and 1.
    /// - Returns: how long to wait before the next one; nil if there is to be none.
    mutating func failed(_ next: Judgement.Next, random: Double) -> Duration? {
        count += 1
        switch next {
        case .never: return nil
        case .again, .whenLessCrowded: return count < most ? backoff.next(random: random) : nil
        case .whenForgiven:
            let pause = backoff.next(random: random)
            outside -= pause
            return count < most || outside >= .zero ? pause : nil
        }
    }

    mutating func succeeded() { count += 1 }
}
