/// Whether a server still lives, judged by what is heard of it, whatever that is.
struct Liveness {
    private var heardSinceTick = true
    private var missed = 0

    enum Verdict: Equatable { case alive, ask, dead }

    /// Whether the server owes an answer by now.
    func isSilent(allowed: Int) -> Bool { missed > 0 && missed >= allowed - 1 }

    mutating func heard() {
        heardSinceTick = true
        missed = 0
    }

    /// Called once an interval. After a silent one the server is asked; when `allowed` questions stayed unanswered it is
    /// dead.
    mutating func tick(allowed: Int) -> Verdict {
        if heardSinceTick {
            heardSinceTick = false
            return .alive
        }
        if missed >= allowed { return .dead }
        missed += 1
        return .ask
    }
}
