import AuthorizedKeys
public import Inventory

/// What an apply has done, machine by machine.
public struct FleetApplication: Sendable {
    /// What forbade to begin; then no machine was asked.
    public let refusals: [PlanRefusal]
    public let machines: [AppliedMachine]

    public init(refusals: [PlanRefusal], machines: [AppliedMachine]) {
        self.refusals = refusals
        self.machines = machines
    }

    /// - Parameter ledger: what is owed afterwards.
    public func exit(_ ledger: Ledger) -> ExitStatus {
        if machines.contains(where: { if case .mistrusted = $0.outcome { true } else { false } }) {
            return .protocolMismatch
        }
        if !refusals.isEmpty || machines.contains(where: \.isRefused) { return .refused }
        if machines.contains(where: \.isUnfinished) || ledger.exit != .done { return .tryAgain }
        return machines.contains(where: \.isLacking) ? .difference : .done
    }

    /// Lines for a terminal: machines that were in step are counted, not listed.
    /// - Parameter showsPlans: what was found on each of them as well.
    public func text(showsPlans: Bool) -> [String] {
        var lines = refusals.flatMap { ["refused: \($0.message)", "  hint: \($0.hint)"] }
        for applied in machines {
            if showsPlans, let plan = applied.plan, plan.isWorthTelling { lines += plan.text }
            if applied.outcome == .inStep { continue }
            lines.append("\(applied.machine.role.rawValue) \(applied.machine.name): \(applied.words)")
            if let hint = applied.hint { lines.append("  hint: \(hint)") }
        }
        let changed = machines.count { $0.outcome == .changed(.done) }
        let inStep = machines.count { $0.outcome == .inStep }
        return lines + ["\(changed) changed, \(inStep) in step, \(machines.count - changed - inStep) not done"]
    }

    /// Notes in the ledger what was paid, and what is owed by now.
    ///
    /// Of a machine that was not reached nobody knows what it holds. What others of its VPC and role had to change in this
    /// run is owed there too, where its accounts are declared alike; if none of those was read, whatever is revoked. The
    /// same goes for a single account that could not be read.
    /// - Parameters:
    ///   - fleet: every declared machine: what is owed to others is struck out.
    ///   - leaving: keys, by fingerprint, that are owed wherever it is not known that they are gone.
    public func note(
        in ledger: inout Ledger, fleet: [Machine], declared: DeclaredKeys, leaving: Set<String> = [], at now: UTCTime
    ) -> (paid: [Debt], forgotten: [Debt]) {
        var paid: [Debt] = []
        for applied in machines {
            let unread = applied.unreadAccounts
            var owed = applied.owed
            if unread?.isEmpty != true {
                let presumed = presumed(applied.machine, declared).union(
                    declared.revocations(of: leaving, on: applied.machine))
                owed.formUnion(presumed.filter { unread?.contains($0.account) ?? true })
            }
            paid += ledger.note(
                applied.machine, owed: owed, isRead: unread != nil, unread: unread ?? [], why: applied.words, at: now)
        }
        return (paid, ledger.forget(allBut: fleet))
    }

    private func presumed(_ machine: Machine, _ declared: DeclaredKeys) -> Set<Debt.Claim> {
        guard let accounts = try? declared.accounts(on: machine) else { return [] }
        let keys = Dictionary(
            accounts.map { ($0.user, Set($0.keys.map(\.entry.key.fingerprint))) }, uniquingKeysWith: { $0.union($1) })
        let alike = machines.filter {
            $0.machine != machine && $0.machine.vpc == machine.vpc && $0.machine.role == machine.role
                && $0.unreadAccounts != nil
        }.compactMap(\.plan)
        let found = Set(alike.flatMap(\.claims).map { OwedKey(kind: $0.kind, account: $0.account, key: $0.key) })
        let revoked =
            alike.isEmpty
            ? declared.roster.revoked.flatMap { revoked in
                keys.keys.map { OwedKey(kind: .revocation, account: $0, key: revoked.key.fingerprint) }
            } : []
        let all = found.union(revoked).filter { owed in
            guard let known = keys[owed.account] else { return false }
            return known.contains(owed.key) == (owed.kind == .grant)
        }
        return Set(all.map { Debt.Claim($0.kind, machine, account: $0.account, key: $0.key) })
    }

    private struct OwedKey: Hashable {
        let kind: Debt.Kind
        let account: String
        let key: String
    }

    public func fact(_ ledger: Ledger) -> Fact {
        .record([
            "refusals": .list(refusals.map(\.fact)),
            "machines": .list(
                machines.map { applied in
                    .record(
                        of: applied.machine,
                        [
                            "outcome": .text(applied.name), "message": .text(applied.words),
                            "hint": applied.hint.map { .text($0) }, "plan": applied.plan?.fact,
                        ])
                }), "owed": ledger.fact["owed"], "exit": .number(Int64(exit(ledger).rawValue)),
        ])
    }
}
