/// How many logins may be under way at once: one more after each that succeeds, half as many after one that was dropped.
///
/// Pure. Drops come in volleys: of logins that were under way together, the first one halves and the others do not, or
/// one moment of crowding would bring all to a standstill.
struct LoginLimiter {
    /// Belongs to a login; says what the width was when it began.
    struct Ticket {
        fileprivate let era: Int
    }

    enum Outcome {
        case succeeded
        /// It was turned away for being one of too many, as far as can be told.
        case dropped
        /// Whatever else: that says nothing about crowding.
        case failed
    }

    private(set) var width: Int
    private(set) var underWay = 0
    private let most: Int
    private var era = 0

    init(first: Int, most: Int) {
        self.most = max(1, most)
        width = min(max(1, first), self.most)
    }

    /// Nil while as many are under way as may be.
    mutating func begin() -> Ticket? {
        guard underWay < width else { return nil }
        underWay += 1
        return Ticket(era: era)
    }

    mutating func end(_ ticket: Ticket, _ outcome: Outcome) {
        underWay -= 1
        switch outcome {
        case .succeeded: width = min(most, width + 1)
        case .dropped where ticket.era == era:
            width = max(1, width / 2)
            era += 1
        case .dropped, .failed: break
        }
    }
}

/// Lets logins begin as a ``LoginLimiter`` has it; those who wait get their turn in order.
actor LoginSlots {
    private var limiter: LoginLimiter
    private var waiting: [CheckedContinuation<LoginLimiter.Ticket, Never>] = []

    init(_ limiter: LoginLimiter) {
        self.limiter = limiter
    }

    var width: Int { limiter.width }

    func begin() async -> LoginLimiter.Ticket {
        if waiting.isEmpty, let ticket = limiter.begin() { return ticket }
        return await withCheckedContinuation { waiting.append($0) }
    }

    /// Every login that has begun must come here, or those who wait wait for ever.
    func end(_ ticket: LoginLimiter.Ticket, _ outcome: LoginLimiter.Outcome) {
        limiter.end(ticket, outcome)
        while let first = waiting.first, let ticket = limiter.begin() {
            waiting.removeFirst()
            first.resume(returning: ticket)
        }
    }
}
