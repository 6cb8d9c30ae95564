/// A policy's plan for people, and for programs.
extension PolicyPlan {
    /// Lines for a terminal, a difference each: every text in them is escaped. What is refused is told apart.
    public var text: [String] {
        guard let judgement else { return [] }
        let told = Set(refusals.map(\.message))
        let lines = judgement.differences.filter { !told.contains($0) }
        return lines.isEmpty && !changes.isEmpty
            ? ["\(PolicyDropIn.name) is another there, or is not what sshd reads first"] : lines
    }

    public var fact: Fact {
        .record([
            "role": .text(role.rawValue), "inStep": .truth(isInStep), "inPlace": .truth(isInPlace),
            "differences": .list((judgement?.differences ?? []).map { .text($0) }),
            "notAsked": .number(Int64(left)), "remarks": .list((judgement?.remarks ?? []).map { .text($0) }),
        ])
    }

    /// What was not looked at; nil where all was.
    var leftOut: String? {
        left == 0 ? nil : "\(left) logins, by account and address, were not asked about: there are too many"
    }

    /// Of exceptions, what somebody has to do something about; all of it is among the remarks. And what was left out.
    var notes: [String] {
        (leftOut.map { [$0] } ?? [])
            + (judgement?.exceptions ?? []).filter { $0.state != .used || $0.isEnding }.map(\.message)
    }
}
