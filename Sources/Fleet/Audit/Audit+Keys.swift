import AuthorizedKeys
import Inventory

/// What machines hold, and what their sshd answers.
extension AuditLine {
    /// A line for each account of each machine that was read, and for each machine that was not.
    public static func keys(_ plan: FleetPlan) -> [AuditLine] {
        plan.machines.flatMap { machine in
            machine.accounts.map { account($0, on: machine.machine) }
                + machine.notes.filter(\.isDoubt).map {
                    AuditLine(
                        .keys, name(machine.machine), declared: "all of it can be read", measured: $0.message,
                        .notMeasured)
                }
                + revoked(machine)
        }
            + plan.unread.map {
                AuditLine(
                    .keys, name($0.machine), declared: "the keys of the roster", measured: "not read: \($0.reason)",
                    .notMeasured)
            }
    }

    private static func account(_ account: AccountPlan, on machine: Machine) -> AuditLine {
        // A key of nobody's is access that nobody declared, even where it may stay.
        let differences = account.differences.filter { $0.isDifference || $0.kind == .foreign }
        let doubts = account.notes.filter(\.isDoubt).map(\.message) + account.refusals.map(\.message)
        let found = differences.map { difference in
            let key = difference.key.map { " \($0.type.rawValue) \($0.fingerprint)" } ?? ""
            return "\(difference.kind.rawValue)\(key): \(difference.reason)"
        }
        let verdict: Verdict = !found.isEmpty ? .differs : doubts.isEmpty ? .asDeclared : .notMeasured
        return AuditLine(
            .keys, "\(name(machine)), \(account.user)", declared: "the keys of the roster",
            measured: found.isEmpty && doubts.isEmpty ? "in step" : (found + doubts).joined(separator: "; "), verdict)
    }

    private static func revoked(_ plan: MachinePlan) -> [AuditLine] {
        guard let change = plan.revokedKeys else { return [] }
        return [
            AuditLine(
                .keys, name(plan.machine), declared: "revoked_keys as in the roster",
                measured: change.old == nil ? "none is there" : "another is there", .differs)
        ]
    }

    /// A line for each machine's answers that were as declared, and one for each other answer.
    public static func answers(_ verification: Verification) -> [AuditLine] {
        var order: [Machine] = []
        var results: [Machine: [OfferResult]] = [:]
        for result in verification.results {
            if results[result.machine] == nil { order.append(result.machine) }
            results[result.machine, default: []].append(result)
        }
        return order.flatMap { machine in
            let all = results[machine] ?? []
            let good = all.count { if case .asDeclared = $0.outcome { true } else { false } }
            let others = all.compactMap { answer($0) }
            let sum = AuditLine(
                .answers, name(machine), declared: "\(all.count) answers", measured: "\(good) as declared",
                good == 0 && !others.isEmpty ? .notMeasured : .asDeclared)
            return (good == 0 && !others.isEmpty ? [] : [sum]) + others
        }
            + verification.otherWays.map { found in
                AuditLine(
                    .answers, "\(name(found.machine)), \(found.user)", declared: "people come in with keys only",
                    measured: "\(found.ways.joined(separator: ", ")) offered", .differs)
            }
    }

    private static func answer(_ result: OfferResult) -> AuditLine? {
        let verdict: Verdict
        switch result.outcome {
        case .asDeclared: return nil
        case .takenThoughItShouldNotBe, .refusedThoughItShouldBeTaken, .letInWithoutProof: verdict = .differs
        case .notTestableFromHere, .unanswered: verdict = .notMeasured
        }
        let owner = result.offer.person.map { " of \($0)" } ?? ""
        return AuditLine(
            .answers, "\(name(result.machine)), \(result.user), \(result.offer.key.fingerprint)\(owner)",
            declared: result.offer.expected.rawValue, measured: result.outcome.words, verdict)
    }

    static func name(_ machine: Machine) -> String { "\(machine.role.rawValue) \(machine.name)" }
}

extension PlanNote {
    /// Whether there may be more there than was read.
    fileprivate var isDoubt: Bool {
        switch self {
        case .otherSource, .settingsUnknown, .serverGuessed, .fileUnread: true
        case .publicKeysOff, .fileIgnored, .clock, .localExpiry, .leftOver, .tookBack, .sourcesLeftOut, .guarding,
            .policy:
            false
        }
    }
}
