import Fleet
import Inventory

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `apply`, once it is known what is asked for: the plan, the question, the changes, and what is owed afterwards.
struct FleetApplyTask: Sendable {
    let session: FleetSession
    let reporter: Reporter
    /// Asks on the terminal; nil where nobody is to be asked.
    let prompt: (@Sendable (String) -> String?)?
    /// What the journal calls it.
    let verb: String
    let stop: StopRequest
    /// Keys, by fingerprint, that are to be nowhere afterwards: where that is not known, it is owed.
    let leaving: Set<String>
    /// What has written down already that these leave; nil where nothing has.
    let precaution: Precaution?

    init(
        session: FleetSession, reporter: Reporter, prompt: (@Sendable (String) -> String?)?,
        verb: String = "apply", stop: StopRequest = StopRequest(), leaving: Set<String> = [],
        precaution: Precaution? = nil
    ) {
        self.session = session
        self.reporter = reporter
        self.prompt = prompt
        self.verb = verb
        self.stop = stop
        self.leaving = leaving
        self.precaution = precaution
    }

    /// What has become of it.
    struct Done: Sendable {
        let applied: FleetApplication
        let sessions: [MachineSessions]
        let ledger: Ledger
    }

    /// Gives the exit code; whatever went wrong has been said.
    func run(_ signals: SignalWatch) async -> Int32 {
        do {
            let work = try await signals.interruptible {
                try await session.work(reporter) { stop.number != nil }
            }
            guard let done = try await perform(work, signals) else { return ExitStatus.difference.rawValue }
            reporter.applied(done, reason: session.options.reason, showsPlans: prompt == nil)
            if let number = stop.number { throw CommandFailure.signalled(number) }
            return done.applied.exit(done.ledger).rawValue
        } catch {
            return reporter.failed(error)
        }
    }

    /// Nil where somebody said no.
    func perform(_ work: FleetWork, _ signals: SignalWatch) async throws -> Done? {
        var machines = session.machines
        var agreed: FleetPlan?
        // Whose keys a machine has is known once it was read.
        if prompt != nil || session.options.person != nil {
            let plan = try await signals.interruptible { try await session.plan(work, reporter) }
            machines = plan.machines.filter { !$0.isInStep }.map(\.machine) + plan.unread.map(\.machine)
            agreed = plan
            if let prompt {
                reporter.show(plan)
                if plan.machines.contains(where: \.isToBeChanged), await !isAgreed(plan, prompt, signals) {
                    reporter.talk.say("nothing was changed")
                    return nil
                }
            }
        }
        return try await apply(machines, agreed, work, signals)
    }

    private func isAgreed(_ plan: FleetPlan, _ prompt: (String) -> String?, _ signals: SignalWatch) async -> Bool {
        let count = plan.machines.count(where: \.isToBeChanged)
        // Nothing has been changed yet, and whoever waits for a line cannot be woken otherwise.
        let answer = await signals.handling {
            _exit(128 + $0.number)
        } _: {
            prompt("change \(counted(count, "machine"))? [y/N] ")
        }
        return ["y", "yes"].contains(answer?.lowercased())
    }

    private func apply(
        _ machines: [Machine], _ agreed: FleetPlan?, _ work: FleetWork, _ signals: SignalWatch
    ) async throws -> Done {
        let precaution = self.precaution ?? Precaution(session.ledgerFile, machines, declared: work.declared)
        var work = work
        work.willChange = { await precaution.willChange($0) }
        let (begun, known) = (work, agreed)
        let record = ChangeRecord(
            verb, of: machines, session.declared.inventory, reason: session.options.reason, reporter.talk)
        try record.begin()
        let progress = FleetProgress(reporter, of: machines.count)
        let changed = await stop.heeding(signals, reporter) {
            await begun.apply(machines, agreed: known) { progress.note($0) }
        }
        progress.end()
        await record.end(changed, work.reach)
        // Those that were found in step are not asked again, and what they owed is paid.
        let inStep = (agreed?.machines ?? []).filter(\.isInStep)
            .map { AppliedMachine(machine: $0.machine, plan: $0, outcome: .inStep) }
        let applied = FleetApplication(refusals: changed.refusals, machines: changed.machines + inStep)
        let sessions = try await endSessions(work, signals)
        let ledger = try await settle(applied, sessions, work, precaution)
        return Done(applied: applied, sessions: sessions, ledger: ledger)
    }

    /// Those of whoever leaves, and those that were owed. After the keys have gone, or they would come back.
    private func endSessions(_ work: FleetWork, _ signals: SignalWatch) async throws -> [MachineSessions] {
        guard work.rules.parts.contains(.keys) else { return [] }
        let debts = try session.ledger().debts.filter { $0.claim.kind == .session }
        let wanted = session.machines.map { machine in
            let owed = debts.filter { $0.claim.host == machine.address && $0.claim.vpc == machine.vpc }
            return (machine: machine, keys: leaving.union(owed.map(\.claim.key)))
        }
        let count = wanted.count { !$0.keys.isEmpty }
        guard count > 0 else { return [] }
        let progress = FleetProgress(reporter, of: count)
        defer { progress.end() }
        return await stop.heeding(signals, reporter) {
            await work.endSessions(of: wanted) { progress.note($0) }
        }
    }

    /// Read again, and not kept from the beginning: another apply may have paid meanwhile.
    private func settle(
        _ applied: FleetApplication, _ sessions: [MachineSessions], _ work: FleetWork, _ precaution: Precaution
    ) async throws(CommandFailure) -> Ledger {
        var ledger = await precaution.withdrawn(from: try session.ledger())
        // Of keys that were not looked at nothing is known by now.
        guard work.rules.parts.contains(.keys) else { return ledger }
        let now = UTCTime(Inventory.currentTime())
        var (paid, forgotten) = applied.note(
            in: &ledger, fleet: session.declared.inventory.machines, declared: work.declared, leaving: leaving, at: now)
        for found in sessions {
            paid += ledger.note(
                found.machine, [.session], owed: found.owed, isRead: found.answer != nil, why: found.words, at: now)
        }
        try session.write(ledger)
        for debt in paid {
            let isMoot = session.machines.contains {
                $0.vpc == debt.claim.vpc && $0.address == debt.claim.host
                    && work.declared.isMoot(debt.claim, on: $0)
            }
            reporter.talk.say(isMoot ? "no longer owed, as keys/ has it now: \(debt.words)" : "paid: \(debt.words)")
        }
        for debt in forgotten {
            reporter.talk.say("note: no longer owed, since the machine is not declared any more: \(debt.words)")
        }
        return ledger
    }
}

extension Debt {
    /// One line, escaped.
    var words: String {
        Escaped.text("\(claim.kind.rawValue) at \(claim.host), \(claim.account), \(claim.key)")
    }
}
