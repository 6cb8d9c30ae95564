import SSH

/// The keys that an account is asked about, over as many connections as that takes. Pure.
///
/// A key that would be taken costs nothing; of refusals a server takes few before it hangs up (sshd_config(5),
/// MaxAuthTries: 6 unless set, and the sixth is not answered). So those that should be taken go first, and a server that
/// hangs up earlier is shown fewer from then on.
struct OfferBook {
    enum Answer: Equatable {
        case taken, refused
    }

    /// What is still to be asked about, by place.
    private(set) var pending: [Int]
    private(set) var answers: [Int: Answer] = [:]
    private(set) var isOpenToAll = false
    /// What was offered, in order; a way that is open once a key has passed is not among them. The server's own words.
    private(set) var ways: [String] = []
    /// Of these, what is no key. `none` (RFC 4252, section 5.2) where it let us in.
    var otherWays: [String] { isOpenToAll ? ["none"] : ways.filter { $0 != "publickey" } }
    /// Whether the server has said what it offers.
    private(set) var hasOffered = false
    /// Refusals that one connection may earn.
    private(set) var refusals: Int
    private var barren = 0

    /// - Parameter maxAuthTries: the server's; one refusal less is earned, and at least one.
    init(_ offers: [KeyOffer], maxAuthTries: Int = 6) {
        refusals = max(1, maxAuthTries - 1)
        pending = offers.indices.filter { offers[$0].expected == .taken }
        pending += offers.indices.filter { offers[$0].expected == .refused }
    }

    /// Whether another connection would be of use.
    var goesOn: Bool { (!pending.isEmpty || !hasOffered) && !isOpenToAll && barren < 2 }

    /// What a server offers to somebody who has shown nothing; nil where it let us in.
    mutating func note(offers: [String]?) {
        hasOffered = true
        guard let offers else {
            isOpenToAll = true
            return
        }
        note(ways: offers)
    }

    private mutating func note(ways: [String]) {
        for way in ways where !self.ways.contains(way) { self.ways.append(way) }
    }

    /// - Parameters:
    ///   - found: the answers to the first of ``pending``.
    ///   - isCut: whether the server hung up rather than answer the next.
    mutating func note(_ found: [KeyAnswer], isCut: Bool) {
        barren = found.isEmpty ? barren + 1 : 0
        var refused = 0
        for (place, answer) in zip(pending, found) {
            switch answer {
            case .wouldTake: answers[place] = .taken
            case .refused(let methods):
                hasOffered = true
                note(ways: methods)
                answers[place] = .refused
                refused += 1
            case .letIn: isOpenToAll = true
            }
        }
        pending.removeFirst(min(found.count, pending.count))
        if isCut { refusals = max(1, min(refusals, refused)) }
    }
}
