internal import Inventory

/// A guard's plan for people, and for programs.
extension GuardPlan {
    /// So many are listed, and the rest is counted.
    private static let mostListed = 20

    /// Lines for a terminal: every text in them is escaped.
    public var text: [String] {
        let listed = differences.prefix(Self.mostListed)
        let rest = differences.count - listed.count
        return listed.map(\.text) + (rest > 0 ? ["and \(rest) more"] : [])
    }

    /// What to do about what no apply mends.
    public var hint: String? { differences.lazy.compactMap(\.hint).first }

    public var fact: Fact {
        .record([
            "declared": .truth(isDeclared), "inStep": .truth(isInStep), "networks": .number(Int64(count)),
            "differences": .list(
                differences.map { difference in
                    .record([
                        "kind": .text(difference.kind.rawValue),
                        "network": difference.network.map { .text($0.description) }, "reason": .text(difference.reason),
                        "hint": difference.hint.map { .text($0) },
                    ])
                }),
        ])
    }
}

extension GuardPlan.Difference {
    /// `expired: 203.0.113.0/24: office's: its time is over, and it is admitted`
    public var text: String { kind.rawValue + (network.map { ": \($0)" } ?? "") + ": " + reason }
}
