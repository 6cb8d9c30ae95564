import Fleet
import Inventory

/// Fleet work, in the format that was asked for.
extension Reporter {
    func plan(_ plan: FleetPlan) {
        switch format {
        case .text: lines(plan.text)
        case .json: talk.data(EventJSON.event("plan", plan.fact.members).line)
        }
    }

    /// For somebody who is about to be asked: on stderr where stdout is for a program.
    func show(_ plan: FleetPlan) {
        switch format {
        case .text: lines(plan.text)
        case .json: for line in plan.text { talk.say(Escaped.text(line)) }
        }
    }

    /// - Parameter showsPlans: unless they have been shown before.
    func applied(_ done: FleetApplyTask.Done, reason: String?, showsPlans: Bool) {
        let (applied, ledger) = (done.applied, done.ledger)
        switch format {
        case .text:
            lines(applied.text(showsPlans: showsPlans))
            sessions(done.sessions)
            if let owed = Self.owed(ledger) { talk.say("\(owed) owed: levels-ssh owed lists them") }
        case .json:
            let why = reason.map { [("reason", JSONValue.string($0))] } ?? []
            let sessions = done.sessions.isEmpty ? [] : [("sessions", Fact.list(done.sessions.map(\.fact)).json)]
            talk.data(EventJSON.event("applied", why + applied.fact(ledger).members + sessions).line)
        }
    }

    /// Machines on which there was no session, and nothing in doubt, are not listed.
    func sessions(_ sessions: [MachineSessions]) {
        for found in sessions where found.answer?.sessions.isEmpty != true || !found.owed.isEmpty {
            lines(["\(found.machine.role.rawValue) \(found.machine.name): \(found.words)"])
            if let hint = found.hint { lines(["  hint: \(hint)"]) }
        }
    }

    func verified(_ verification: Verification) {
        switch format {
        case .text: lines(verification.text)
        case .json: talk.data(EventJSON.event("verified", verification.fact.members).line)
        }
    }

    func audited(_ audit: Audit) {
        switch format {
        case .text: lines(audit.text)
        case .json: talk.data(EventJSON.event("audited", audit.fact.members).line)
        }
    }

    /// `1 key is`, `2 sessions are`, `2 keys and 1 session are`; nil where nothing is.
    static func owed(_ ledger: Ledger) -> String? {
        let sessions = ledger.debts.count { $0.claim.kind == .session }
        let keys = ledger.debts.count - sessions
        let words = [(keys, "key"), (sessions, "session")].filter { $0.0 > 0 }
            .map { counted($0, $1) }
        return words.isEmpty ? nil : words.joined(separator: " and ") + (keys + sessions == 1 ? " is" : " are")
    }

    func owed(_ ledger: Ledger, at now: UTCTime) {
        switch format {
        case .text: lines(ledger.isEmpty ? ["nothing is owed"] : ledger.text(at: now))
        case .json: talk.data(EventJSON.event("owed", ledger.fact.members).line)
        }
    }

    func lines(_ lines: [String]) {
        for line in lines { talk.data(Escaped.text(line)) }
    }
}

extension Fact {
    var members: [(String, JSONValue)] {
        guard case .record(let members) = self else { return [] }
        return members.map { ($0.name, $0.value.json) }
    }

    var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .number(let number): .integer(Int(number))
        case .truth(let truth): .boolean(truth)
        case .list(let values): .array(values.map(\.json))
        case .record: .object(members)
        }
    }
}
