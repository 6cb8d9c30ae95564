import AuthorizedKeys
import Fleet
import Inventory

/// `offboard`, once it is known who is meant.
struct OffboardTask: Sendable {
    let person: String
    let inventory: Inventory
    let files: RosterFiles
    let isApplied: Bool
    let report: ReportFiles?
    let permission: PersonOptions.Permission
    let identities: [String]
    let maxRemovals: Int
    let rooms: Rooms
    let reporter: Reporter

    func run(_ signals: SignalWatch) async -> Int32 {
        do {
            let begun = UTCTime(Inventory.currentTime())
            let history = try await signals.interruptible {
                await GitHistory.read(person + ".yaml", in: files.folder)
            }
            let leaving = try leaving(history, begun)
            let notes = history.note.map { [$0] } ?? []
            let session = try session(leaving)
            for note in notes { reporter.talk.say("note: \(note)") }
            for kept in leaving.kept {
                reporter.talk.say("note: \(kept.key.fingerprint) is not revoked: \(Escaped.text(kept.reason))")
            }
            guard isApplied else {
                try write(leaving.change)
                return tellNext(leaving)
            }
            return try await apply(leaving, session, begun, notes, signals)
        } catch {
            return reporter.failed(error)
        }
    }

    private func leaving(_ history: GitHistory, _ now: UTCTime) throws(CommandFailure) -> Leaving {
        let note = "\(KeyComment.mark(person)) revoked \(now)"
        let found = Leaving(
            person, from: files, history: history.versions, for: inventory, note: note,
            isRevokedKeyTheirs: { KeyComment.person(in: $0.comment) == person })
        if let found { return found }
        let like = (try? files.roster(for: inventory).roster)?.id(like: person)
        throw .usage(
            "there is no \(person) in \(files.folder), nor in its history",
            hint: like.map { "levels-ssh offboard \($0)" } ?? "levels-ssh people lists everybody")
    }

    /// Of the roster as it is to be: whoever must not go is told so before anything is written.
    private func session(_ leaving: Leaving) throws(CommandFailure) -> FleetSession {
        let declared = try DeclaredRoster(inventory, leaving.change.after)
        let session = FleetSession(
            .init(person: nil, identities: identities, format: reporter.format, reason: permission.reason), declared,
            machines: inventory.machines, parts: [.keys, .whitelist], maxRemovals: maxRemovals, rooms: rooms)
        if let refusal = session.rules.refusals.first { throw .refused(refusal.message, hint: refusal.hint) }
        _ = try session.ledger()
        return session
    }

    private func write(_ change: RosterChange) throws(CommandFailure) {
        do throws(RosterChange.Failure) { try change.write() } catch { throw CommandFailure(error) }
        guard reporter.format == .text else { return }
        if change.isNothing { reporter.talk.say("\(person) is out of the roster already") }
        reporter.lines(change.diff)
    }

    private func tellNext(_ leaving: Leaving) -> Int32 {
        switch reporter.format {
        case .text: reporter.talk.say("next: levels-ssh offboard \(person) --apply")
        case .json:
            reporter.talk.data(
                EventJSON.event(
                    "offboarded",
                    [
                        ("person", .string(person)), ("applied", .boolean(false)),
                        ("changed", .boolean(!leaving.change.isNothing)),
                        ("roster", .array(leaving.change.diff.map { .string($0) })), ("exit", .integer(0)),
                    ]
                ).line)
        }
        return ExitStatus.done.rawValue
    }

    private func apply(
        _ leaving: Leaving, _ session: FleetSession, _ begun: UTCTime, _ notes: [String], _ signals: SignalWatch
    ) async throws -> Int32 {
        let stop = StopRequest()
        let work = try await signals.interruptible { try await session.work(reporter) { stop.number != nil } }
        try checkOwnKeys(leaving, work)
        let precaution = Precaution(session.ledgerFile, session.machines, declared: work.declared)
        do throws(LedgerError) { try await precaution.foresee(leaving: leaving.fingerprints) } catch {
            throw CommandFailure.ledger(error)
        }
        try write(leaving.change)
        let task = FleetApplyTask(
            session: session, reporter: reporter, prompt: permission.prompt, verb: "offboard", stop: stop,
            leaving: leaving.fingerprints, precaution: precaution)
        guard let done = try await task.perform(work, signals) else {
            reporter.talk.say("hint: \(person) is out of keys/, and still owed on the machines: run the same again")
            return ExitStatus.tryAgain.rawValue
        }
        var verification = Verification(results: [])
        if stop.number == nil {
            let offers = try session.offers(work.declared) { leaving.fingerprints.contains($0.key.fingerprint) }
            verification = try await session.verify(offers, done, work, reporter, signals)
        }
        let ledger = try noteTaken(verification, session)
        let found = DepartureReport(
            leaving, begun: begun, ended: UTCTime(Inventory.currentTime()), by: Operator.name,
            reason: permission.reason, notes: notes, applied: done.applied, sessions: done.sessions,
            verification: verification, ledger: ledger)
        tell(found, done)
        try report?.write(found)
        if let number = stop.number { throw CommandFailure.signalled(number) }
        return found.exit.rawValue
    }

    /// Nobody puts themselves out: they could not finish it.
    private func checkOwnKeys(_ leaving: Leaving, _ work: FleetWork) throws(CommandFailure) {
        let going = Set(leaving.keys.map(\.key))
        let admins = Set(work.rules.roster.admins.flatMap { $0.keys.map(\.key) })
        guard !work.rules.ownKeys.isDisjoint(with: going), work.rules.ownKeys.isDisjoint(with: admins) else { return }
        throw .refused(
            "the key that you log in with is \(person)'s: you would lock yourself out",
            hint: "let another admin do it, or name a key of another's with --identity")
    }

    /// What is taken in spite of everything is owed, whatever the files say.
    private func noteTaken(_ verification: Verification, _ session: FleetSession) throws(CommandFailure) -> Ledger {
        var ledger = try session.ledger()
        let taken = DepartureReport.stillTaken(verification)
        let new = ledger.foresee(
            taken, why: "sshd still takes the key, from elsewhere than the files that were changed",
            at: UTCTime(Inventory.currentTime()))
        if !new.isEmpty { try session.write(ledger) }
        return ledger
    }

    private func tell(_ found: DepartureReport, _ done: FleetApplyTask.Done) {
        switch reporter.format {
        case .text:
            reporter.applied(done, reason: permission.reason, showsPlans: permission.prompt == nil)
            if !found.verification.results.isEmpty { reporter.verified(found.verification) }
            reporter.lines([found.summary])
        case .json: reporter.talk.data(EventJSON.event("offboarded", found.fact.members).line)
        }
    }
}
