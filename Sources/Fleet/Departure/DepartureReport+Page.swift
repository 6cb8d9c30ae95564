internal import AuthorizedKeys
internal import Inventory

/// The same as a page to be printed and filed.
extension DepartureReport {
    public var page: String {
        var page = Page(title: "Offboarding of \(leaving.name ?? leaving.id)")
        page.paragraph(summary, exit == .done ? .good : .open)
        page.table(
            ["What", ""],
            [
                ["Person", .init(leaving.id)], ["Done by", .init(by)], ["Reason", .init(reason ?? "-")],
                ["Begun", .init(begun.description)], ["Ended", .init(ended.description)],
            ], orSay: "")
        for note in notes { page.paragraph("Note: \(note)", .open) }

        page.heading("Keys that were revoked")
        page.table(
            ["Type", "Fingerprint", "Known from"],
            leaving.keys.map { [.init($0.key.type.rawValue), .init($0.key.fingerprint), .init($0.source.words)] },
            orSay: "No key of this person was ever known.")
        if !leaving.kept.isEmpty {
            page.table(
                ["Not revoked", "Fingerprint", "Why"],
                leaving.kept.map {
                    [.init($0.key.type.rawValue, .open), .init($0.key.fingerprint), .init($0.reason)]
                }, orSay: "")
        }

        page.heading("Still owed")
        page.table(
            ["What", "Machine", "Account", "Key", "Since", "Why"],
            owed.map { debt in
                [
                    .init(debt.claim.kind.rawValue, .open), .init("\(debt.claim.host)"), .init(debt.claim.account),
                    .init(debt.claim.key), .init(debt.since.description), .init(debt.why),
                ]
            }, orSay: "Nothing.")

        page.heading("Machines, and the files that decide over who gets in")
        page.table(
            ["Machine", "Address", "Outcome", "File", "SHA-256 before", "SHA-256 after"],
            applied.machines.flatMap(Self.rows), orSay: "No machine was asked.")

        page.heading("What sshd said when each key was offered")
        page.table(
            ["Machine", "Account", "Key", "Answer"],
            verification.results.map { result in
                let isRefused = if case .asDeclared = result.outcome { true } else { false }
                return [
                    .init("\(result.machine.role.rawValue) \(result.machine.name)"), .init(result.user),
                    .init(result.offer.key.fingerprint),
                    .init(isRefused ? "refused" : result.outcome.words, isRefused ? .good : .bad),
                ]
            }, orSay: "It was not asked.")

        page.heading("Sessions")
        page.table(
            ["Machine", "Account", "Process", "Key", "From", "State"], sessions.flatMap(Self.rows),
            orSay: "No machine was asked.")

        page.heading("The roster's change")
        page.table(["Line"], leaving.change.diff.map { [.init($0)] }, orSay: "It had been made before.")
        return page.html
    }

    private static func rows(_ applied: AppliedMachine) -> [[Page.Cell]] {
        let isDone = [.inStep, .lacking, .changed(.done)].contains(applied.outcome)
        let head: [Page.Cell] = [
            .init("\(applied.machine.role.rawValue) \(applied.machine.name)"), .init("\(applied.machine.address)"),
            .init(applied.words, isDone ? .good : .open),
        ]
        let files = applied.fileStates
        guard !files.isEmpty else { return [head + ["not known", "not known", "not known"]] }
        return files.map { file in
            let missing = file.problem ?? "no such file"
            return head + [.init(file.path), .init(file.before ?? missing), .init(file.after ?? missing)]
        }
    }

    private static func rows(_ sessions: MachineSessions) -> [[Page.Cell]] {
        let place = Page.Cell("\(sessions.machine.role.rawValue) \(sessions.machine.name)")
        guard let answer = sessions.answer else {
            return [[place, "-", "-", "-", "-", .init(sessions.words, .open)]]
        }
        let known: [[Page.Cell]] = answer.sessions.map { session in
            [
                place, .init(session.user), .init("\(session.process)"), .init(session.key), .init(session.from),
                session.isEnded ? .init("ended", .good) : .init("not ended", .bad),
            ]
        }
        let unknown: [[Page.Cell]] = answer.unknown.map {
            [place, .init($0.user), .init("\($0.process)"), "-", "-", .init("whose it is is not known", .open)]
        }
        let all = known + unknown
        return all.isEmpty ? [[place, "-", "-", "-", "-", .init("none", .good)]] : all
    }
}

extension Leaving.Key.Source {
    fileprivate var words: String {
        switch self {
        case .file: "the person's file"
        case .history: "an earlier version of that file"
        case .revoked: "revoked before"
        }
    }
}
