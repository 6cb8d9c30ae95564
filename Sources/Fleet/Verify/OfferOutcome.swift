internal import AuthorizedKeys
public import Inventory
public import Reach

/// What became of a key that was offered to an account.
public enum OfferOutcome: Sendable {
    case asDeclared
    /// Whoever has the private half gets in, and should not.
    case takenThoughItShouldNotBe
    case refusedThoughItShouldBeTaken
    /// It was refused here, and its line says from where it would be taken: that is somewhere else, or the line is wrong.
    case notTestableFromHere
    /// The server lets in whoever asks, without any key.
    case letInWithoutProof
    case unanswered(Unreached.Reason)

    init(_ offer: KeyOffer, isTaken: Bool) {
        switch (offer.expected, isTaken) {
        case (.taken, true), (.refused, false): self = .asDeclared
        case (.refused, true): self = .takenThoughItShouldNotBe
        case (.taken, false): self = offer.isBoundToAddress ? .notTestableFromHere : .refusedThoughItShouldBeTaken
        }
    }
}

/// One key, one account, one machine.
public struct OfferResult: Sendable {
    public let machine: Machine
    public let user: String
    public let offer: KeyOffer
    public let outcome: OfferOutcome
}

/// By which ways other than a key an account may be logged in to, as its server says to anybody who asks.
public struct AccountWays: Sendable, Hashable {
    public let machine: Machine
    public let user: String
    /// `publickey`, `password`, `keyboard-interactive`: the server's own words.
    public let offered: [String]
    /// Of these, what is no key and not excepted.
    public let others: [String]
    /// Whether it has said so at all.
    public let isKnown: Bool
}

/// What was proven, and what was not.
public struct Verification: Sendable {
    /// By machine, account and key, in the order in which they were given.
    public let results: [OfferResult]
    /// What makes a machine answer otherwise than its files say: a clock that is wrong.
    public let notes: [MachineNote]
    /// Whom bastions let come, by address; empty where that was not looked at.
    public var whitelists: [WhitelistProof] = []

    public struct MachineNote: Sendable, Hashable {
        public let machine: Machine
        public let note: PlanNote
    }

    /// Of every account that was asked about.
    public var ways: [AccountWays]

    public init(results: [OfferResult], ways: [AccountWays] = [], notes: [MachineNote] = []) {
        self.results = results
        self.ways = ways
        self.notes = notes
    }

    /// The accounts into which another way leads than a key, and by which ways: escaped. Whatever a configuration says, this
    /// is what anybody is offered.
    public var otherWays: [(machine: Machine, user: String, ways: [String])] {
        ways.filter { !$0.others.isEmpty }.map { found in
            (found.machine, found.user, found.others.map { RawText(Array($0.utf8)).escaped(limit: 40) })
        }
    }

    /// `done` only if nothing but keys is offered, and every answer is as declared, where there can be one from here. What is
    /// known to be different says more than what nobody has answered.
    public var exit: ExitStatus {
        guard otherWays.isEmpty else { return .difference }
        var exit = ways.allSatisfy(\.isKnown) ? ExitStatus.done : .tryAgain
        for proof in whitelists {
            switch proof.outcome {
            case .asDeclared: continue
            case .differs: return .difference
            case .notMeasured: exit = .tryAgain
            }
        }
        for result in results {
            switch result.outcome {
            case .asDeclared, .notTestableFromHere: continue
            case .takenThoughItShouldNotBe, .refusedThoughItShouldBeTaken, .letInWithoutProof: return .difference
            case .unanswered(let reason):
                if exit != .protocolMismatch { exit = reason.exit == .protocolMismatch ? .protocolMismatch : .tryAgain }
            }
        }
        return exit
    }
}
