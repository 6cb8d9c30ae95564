import Inventory

/// What stands in the declaration and beside it.
extension AuditLine {
    /// One line for what is shut, and one for each other way.
    public static func isolation(_ report: IsolationReport) -> [AuditLine] {
        let shut = report.results.filter { if case .shut = $0.outcome { true } else { false } }
        var lines: [AuditLine] = []
        for (from, to) in Set(shut.map { Pair(from: $0.crossing.from.vpc, to: $0.crossing.to.vpc) }).map({
            ($0.from, $0.to)
        })
        .sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }) {
            let count = shut.count { $0.crossing.from.vpc == from && $0.crossing.to.vpc == to }
            lines.append(
                AuditLine(
                    .isolation, "from \(from) to \(to)", declared: "shut", measured: "\(count) tried, all shut",
                    .asDeclared))
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
