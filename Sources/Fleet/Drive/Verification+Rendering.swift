import AuthorizedKeys
import Inventory
import Reach

/// What was proven, for people and for programs.
extension Verification {
    /// Lines for a terminal, escaped: answers that are as declared are counted, not listed; a machine that has not
    /// answered is told once.
    public var text: [String] {
        var lines: [String] = []
        var silent: Set<Machine> = []
        for result in results {
            let place = "\(result.machine.role.rawValue) \(result.machine.name)"
            switch result.outcome {
            case .asDeclared, .notTestableFromHere: continue
            case .unanswered(let reason):
                if silent.insert(result.machine).inserted { lines.append("\(place): not answered: \(reason.message)") }
            case .takenThoughItShouldNotBe, .refusedThoughItShouldBeTaken, .letInWithoutProof:
                let owner = result.offer.person.map { " of \(RawText($0).escaped(limit: 40))" } ?? ""
                lines.append("\(place): \(result.user): \(result.offer.key)\(owner): \(result.outcome.words)")
            }
        }
        for found in ways where !found.isKnown && silent.insert(found.machine).inserted {
            lines.append("\(found.machine.role.rawValue) \(found.machine.name): does not say how it lets people in")
        }
        for found in otherWays {
            lines.append(
                "\(found.machine.role.rawValue) \(found.machine.name): \(found.user): "
                    + "\(found.ways.joined(separator: ", ")) offered beside keys: people come in with keys only")
        }
        for proof in whitelists where proof.outcome != .asDeclared {
            let place = "\(proof.machine.role.rawValue) \(proof.machine.name)"
            lines += proof.words.map { "\(place): whitelist: \($0)" }
            if case .differs(let plan) = proof.outcome, let hint = plan.hint { lines.append("  hint: \(hint)") }
        }
        lines += notes.map { "\($0.machine.role.rawValue) \($0.machine.name): note: \($0.note.message)" }
        if !whitelists.isEmpty { lines.append(whitelistSummary) }
        // Nobody asked for answers.
        return results.isEmpty && !whitelists.isEmpty ? lines : lines + [summary]
    }

    private var whitelistSummary: String {
        let different = whitelists.count { if case .differs = $0.outcome { true } else { false } }
        let good = whitelists.count { $0.outcome == .asDeclared }
        return "\(counted(good, "whitelist")) as declared, \(different) different, "
            + "\(whitelists.count - good - different) not measured"
    }

    private var summary: String {
        if results.isEmpty, !ways.isEmpty {
            let others = otherWays.count
            let silent = ways.count { !$0.isKnown }
            return
                "\(ways.count - others - silent) accounts offer nothing but keys, \(others) offer more, \(silent) unanswered"
        }
        var counts = (good: 0, elsewhere: 0, different: 0, unanswered: 0)
        for result in results {
            switch result.outcome {
            case .asDeclared: counts.good += 1
            case .notTestableFromHere: counts.elsewhere += 1
            case .takenThoughItShouldNotBe, .refusedThoughItShouldBeTaken, .letInWithoutProof: counts.different += 1
            case .unanswered: counts.unanswered += 1
            }
        }
        return "\(counts.good) answers as declared, \(counts.different) different, "
            + "\(counts.elsewhere) not testable from here, \(counts.unanswered) unanswered"
    }

    public var fact: Fact {
        .record([
            "accounts": .list(
                ways.map { found in
                    .record(
                        of: found.machine,
                        [
                            "account": .text(found.user), "answered": .truth(found.isKnown),
                            "offered": .list(
                                found.offered.map { .text(RawText(Array($0.utf8)).escaped(limit: 40)) }),
                        ])
                }),
            "otherWays": .list(
                otherWays.map { found in
                    .record(
                        of: found.machine,
                        [
                            "account": .text(found.user), "ways": .list(found.ways.map { .text($0) }),
                        ])
                }),
            "answers": .list(
                results.map { result in
                    .record(
                        of: result.machine,
                        [
                            "account": .text(result.user), "type": .text(result.offer.key.type.rawValue),
                            "fingerprint": .text(result.offer.key.fingerprint),
                            "person": result.offer.person.map { .text($0) },
                            "expected": .text(result.offer.expected.rawValue), "outcome": .text(result.outcome.name),
                            "message": .text(result.outcome.words),
                        ])
                }),
            "whitelists": .list(whitelists.map(\.fact)),
            "notes": .list(
                notes.map { found in
                    .record(
                        of: found.machine,
                        [
                            "note": .text(found.note.name), "message": .text(found.note.message),
                        ])
                }), "exit": .number(Int64(exit.rawValue)),
        ])
    }
}

extension OfferOutcome {
    /// Lower case, no final stop, escaped.
    public var words: String {
        switch self {
        case .asDeclared: "as declared"
        case .takenThoughItShouldNotBe: "taken, though it should not be"
        case .refusedThoughItShouldBeTaken: "refused, though it should be taken"
        case .notTestableFromHere: "refused here; it may be taken from elsewhere (from=)"
        case .letInWithoutProof: "let in without any key"
        case .unanswered(let reason): "not answered: \(reason.message)"
        }
    }

    /// The word for programs.
    var name: String {
        switch self {
        case .asDeclared: "as-declared"
        case .takenThoughItShouldNotBe: "taken"
        case .refusedThoughItShouldBeTaken: "refused"
        case .notTestableFromHere: "not-testable"
        case .letInWithoutProof: "let-in"
        case .unanswered: "unanswered"
        }
    }
}
