import Inventory

/// What stands in the declaration and beside it.
extension AuditLine {
    /// One line for each two VPCs, and one for each way between them that is not shut.
    public static func isolation(_ report: IsolationReport) -> [AuditLine] {
        var order: [Pair] = []
        var outcomes: [Pair: [CrossingOutcome]] = [:]
        for result in report.results {
            let pair = Pair(from: result.crossing.from.vpc, to: result.crossing.to.vpc)
            if outcomes[pair] == nil { order.append(pair) }
            outcomes[pair, default: []].append(result.outcome)
        }
        var lines = order.sorted { ($0.from, $0.to) < ($1.from, $1.to) }.map { pair in
            let (words, verdict) = sum(outcomes[pair] ?? [])
            return AuditLine(
                .isolation, "from \(pair.from) to \(pair.to)", declared: "shut", measured: words, verdict)
        }
        for result in report.results {
            let verdict: Verdict
            switch result.outcome {
            case .shut: continue
            case .open, .answered: verdict = .differs
            case .untested: verdict = .notMeasured
            }
            lines.append(
                AuditLine(
                    .isolation,
                    "from \(name(result.crossing.from)) to \(result.crossing.to.kind.rawValue) \(result.crossing.to.address)",
                    declared: "shut", measured: result.outcome.words, verdict))
        }
        return lines
            + report.left.map {
                AuditLine(
                    .isolation, "to \($0.kind.rawValue) \($0.address)", declared: "shut",
                    measured: "nobody has tried: there are too few machines", .notMeasured)
            }
    }

    private struct Pair: Hashable {
        let from: String
        let to: String
    }

    /// `17 of 18 shut, 1 not tried`
    private static func sum(_ outcomes: [CrossingOutcome]) -> (words: String, verdict: Verdict) {
        let count = outcomes.count
        let shut = outcomes.count { if case .shut = $0 { true } else { false } }
        let untried = outcomes.count { if case .untested = $0 { true } else { false } }
        guard shut < count else { return (count == 1 ? "1 tried, shut" : "\(count) tried, all shut", .asDeclared) }
        let isOpen = outcomes.contains(where: \.isFinding)
        let words = "\(shut) of \(count) shut" + (untried == 0 ? "" : ", \(untried) not tried")
        return (words, isOpen ? .differs : .notMeasured)
    }

    public static func owed(_ ledger: Ledger) -> [AuditLine] {
        let revocations = ledger.debts.filter { $0.claim.kind == .revocation }
        guard !revocations.isEmpty else {
            return [AuditLine(.owed, "owed.yaml", declared: "no revocation is owed", measured: "none", .asDeclared)]
        }
        return revocations.map { debt in
            AuditLine(
                .owed, "\(debt.claim.host), \(debt.claim.account), \(debt.claim.key)", declared: "taken out",
                measured: "owed since \(debt.since): \(LedgerText.shown(debt.why))", .differs)
        }
    }
}
