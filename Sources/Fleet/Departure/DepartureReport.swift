internal import AuthorizedKeys
public import Inventory

/// What became of somebody's leaving: the evidence for whoever has to show that they are out.
public struct DepartureReport: Sendable {
    public let leaving: Leaving
    public let begun: UTCTime
    public let ended: UTCTime
    /// Who did it: `bob@laptop`. Free text, as is the reason.
    public let by: String
    public let reason: String?
    /// What could not be found out about earlier keys.
    public let notes: [String]
    public let applied: FleetApplication
    public let sessions: [MachineSessions]
    /// sshd's answer about each of the keys, in each account.
    public let verification: Verification
    /// What is owed of these keys.
    public let owed: [Debt]
    public let exit: ExitStatus

    /// - Parameter ledger: all that is owed afterwards.
    public init(
        _ leaving: Leaving, begun: UTCTime, ended: UTCTime, by: String, reason: String?, notes: [String],
        applied: FleetApplication, sessions: [MachineSessions], verification: Verification, ledger: Ledger
    ) {
        self.leaving = leaving
        self.begun = begun
        self.ended = ended
        self.by = by
        self.reason = reason
        self.notes = notes
        self.applied = applied
        self.sessions = sessions
        self.verification = verification
        let keys = leaving.fingerprints
        owed = ledger.debts.filter { keys.contains($0.claim.key) && $0.claim.kind.isAccess }
        let code = applied.exit(ledger)
        // That a bastion has nothing to hold its whitelist by lets nobody in whose key is gone.
        exit = owed.isEmpty && verification.exit == .done ? (code == .difference ? .done : code) : .tryAgain
    }

    /// What a server lets in although it should not: to be noted as owed.
    public static func stillTaken(_ verification: Verification) -> Set<Debt.Claim> {
        Set(
            verification.results.compactMap { result in
                switch result.outcome {
                case .takenThoughItShouldNotBe, .letInWithoutProof:
                    Debt.Claim(
                        .revocation, result.machine, account: result.user, key: result.offer.key.fingerprint)
                case .asDeclared, .refusedThoughItShouldBeTaken, .notTestableFromHere, .unanswered: nil
                }
            })
    }

    /// One line: what it comes to.
    public var summary: String {
        let refused = verification.results.count { if case .asDeclared = $0.outcome { true } else { false } }
        let open = verification.results.count - refused
        let ended = sessions.compactMap(\.answer).flatMap(\.sessions).count(where: \.isEnded)
        var parts = [
            counted(leaving.keys.count, "key") + " revoked",
            "\(refused) times refused by sshd", counted(ended, "session") + " ended",
        ]
        if open > 0 { parts.append("\(open) not proven") }
        if !owed.isEmpty { parts.append("\(owed.count) owed") }
        return "\(leaving.id) is \(exit == .done ? "out" : "not out everywhere yet"): " + parts.joined(separator: ", ")
    }

    public var fact: Fact {
        .record([
            "person": .text(leaving.id), "applied": .truth(true), "name": leaving.name.map { .text($0) },
            "by": .text(by), "reason": reason.map { .text($0) }, "begun": .text(begun.description),
            "ended": .text(ended.description),
            "keys": .list(leaving.keys.map { $0.fact }), "kept": .list(leaving.kept.map { $0.fact }),
            "notes": .list(notes.map { .text($0) }),
            "roster": .list(leaving.change.diff.map { .text($0) }),
            "machines": .list(applied.machines.map(\.stateFact)), "refusals": applied.fact(Ledger())["refusals"],
            "sessions": .list(sessions.map(\.fact)), "answers": verification.fact["answers"],
            "owed": Ledger(owed).fact["owed"], "summary": .text(summary), "exit": .number(Int64(exit.rawValue)),
        ])
    }
}

extension Leaving {
    public var fingerprints: Set<String> { Set(keys.map(\.key.fingerprint)) }
}

extension Leaving.Key {
    fileprivate var fact: Fact {
        .record([
            "type": .text(key.type.rawValue), "fingerprint": .text(key.fingerprint), "from": .text(source.rawValue),
        ])
    }
}

extension Leaving.Kept {
    fileprivate var fact: Fact {
        .record([
            "type": .text(key.type.rawValue), "fingerprint": .text(key.fingerprint), "reason": .text(reason),
        ])
    }
}

extension AppliedMachine {
    /// Its files, as they were and as they are as far as that is known.
    public var fileStates: [(path: String, before: String?, after: String?, problem: String?)] {
        (plan?.files ?? []).map { file in
            let after: String? =
                switch outcome {
                case .changed(.done), .inStep, .lacking: file.after?.hex
                case .changed(.unknown): nil
                case .refused, .otherwise, .changed, .unread, .mistrusted: file.before?.hex
                }
            return (file.path.escaped(limit: 4096), file.before?.hex, after, file.problem)
        }
    }

    fileprivate var stateFact: Fact {
        .record(
            of: machine,
            [
                "outcome": .text(name), "message": .text(words),
                "files": .list(
                    fileStates.map {
                        .record([
                            "path": .text($0.path), "before": $0.before.map { .text($0) },
                            "after": $0.after.map { .text($0) }, "problem": $0.problem.map { .text($0) },
                        ])
                    }),
            ])
    }
}
