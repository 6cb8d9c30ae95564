import AuthorizedKeys
import Fleet
import Inventory

/// `onboard`, once it is known what is to be written.
struct OnboardTask: Sendable {
    let person: String
    let change: RosterChange
    let isNew: Bool
    /// Of the roster as it is to be.
    let session: FleetSession
    let reporter: Reporter
    let prompt: (@Sendable (String) -> String?)?

    /// Refuses keys that `keys check` would refuse.
    static func check(
        _ declared: DeclaredRoster, _ person: String, _ hygiene: KeyHygiene, _ reporter: Reporter
    ) throws(CommandFailure) {
        let findings = declared.roster.findings(hygiene).filter { $0.person == person }
        for finding in findings where finding.severity != .fail {
            reporter.talk.say("\(KeysReport.word(finding.severity)): " + Escaped.text(finding.description))
        }
        let failures = findings.filter { $0.severity == .fail }
        for failure in failures.dropLast() { reporter.talk.say("error: " + Escaped.text(failure.description)) }
        if let last = failures.last {
            throw .roster(last.description, hint: "nothing was written; have a new key made: ssh-keygen -t ed25519")
        }
    }

    func write() throws(CommandFailure) {
        do throws(RosterChange.Failure) { try change.write() } catch { throw CommandFailure(error) }
        guard reporter.format == .text else { return }
        if change.isNothing { reporter.talk.say("\(person) has all of this in the roster already") }
        reporter.lines(change.diff)
    }

    func tellNext() {
        switch reporter.format {
        case .text: reporter.talk.say("next: levels-ssh apply --person \(person)")
        case .json:
            reporter.talk.data(
                EventJSON.event("onboarded", members(applied: false) + [("exit", .integer(0))]).line)
        }
    }

    private func members(applied: Bool) -> [(String, JSONValue)] {
        [
            ("person", .string(person)), ("applied", .boolean(applied)), ("new", .boolean(isNew)),
            ("changed", .boolean(!change.isNothing)),
            ("roster", .array(change.diff.map { .string($0) })),
        ] + (session.options.reason.map { [("reason", .string($0))] } ?? [])
    }

    /// What would forbid to apply, before anything is written.
    func checkRules() throws(CommandFailure) {
        if let refusal = session.rules.refusals.first { throw .refused(refusal.message, hint: refusal.hint) }
        _ = try session.ledger()
    }

    func apply(_ signals: SignalWatch) async -> Int32 {
        do {
            let stop = StopRequest()
            let work = try await signals.interruptible { try await session.work(reporter) { stop.number != nil } }
            try write()
            let task = FleetApplyTask(session: session, reporter: reporter, prompt: prompt, verb: "onboard", stop: stop)
            guard let done = try await task.perform(work, signals) else {
                reporter.talk.say(
                    "hint: keys/ is changed, and the machines are not: the same again, or git checkout keys")
                return ExitStatus.difference.rawValue
            }
            if let number = stop.number {
                reporter.applied(done, reason: session.options.reason, showsPlans: prompt == nil)
                throw CommandFailure.signalled(number)
            }
            let offers = try session.offers(work.declared) { $0.person == person }
            let verification = try await session.verify(offers, done, work, reporter, signals)
            return tell(done, verification).rawValue
        } catch {
            return reporter.failed(error)
        }
    }

    private func tell(_ done: FleetApplyTask.Done, _ verification: Verification) -> ExitStatus {
        let applied = done.applied.exit(done.ledger)
        // A bastion that has nothing to hold its whitelist by keeps nobody out.
        let exit = [.done, .difference].contains(applied) ? verification.exit : applied
        switch reporter.format {
        case .text:
            reporter.applied(done, reason: session.options.reason, showsPlans: prompt == nil)
            reporter.verified(verification)
        case .json:
            reporter.talk.data(
                EventJSON.event(
                    "onboarded",
                    members(applied: true) + [
                        ("application", .object(done.applied.fact(done.ledger).members)),
                        ("verified", .object(verification.fact.members)), ("exit", .integer(Int(exit.rawValue))),
                    ]
                ).line)
        }
        return exit
    }
}

extension FleetSession {
    /// What each machine is to be asked about, of all that it could be.
    func offers(_ declared: DeclaredKeys, _ isWanted: (KeyOffer) -> Bool) throws(CommandFailure) -> [MachineOffers] {
        do throws(OptionError) {
            return try machines.map { machine throws(OptionError) in
                MachineOffers(
                    machine: machine,
                    accounts: try declared.offers(on: machine).map { account in
                        AccountOffers(user: account.user, offers: account.offers.filter(isWanted))
                    }.filter { !$0.offers.isEmpty })
            }
        } catch {
            throw .bug("a line cannot be written: \(error.message)")
        }
    }

    func verify(
        _ offers: [MachineOffers], _ done: FleetApplyTask.Done, _ work: FleetWork, _ reporter: Reporter,
        _ signals: SignalWatch
    ) async throws -> Verification {
        let plans = done.applied.machines.compactMap(\.plan)
        let offers = offers.map { $0.measured(by: plans) }
        let progress = FleetProgress(reporter, of: offers.count)
        defer { progress.end() }
        return try await signals.interruptible {
            await Fleet.verify(offers, work.reach) { progress.note($0) }.noting(plans)
        }
    }
}
