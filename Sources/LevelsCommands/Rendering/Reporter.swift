import Inventory
import Tunnel

/// Says what happens, in the format that was asked for.
struct Reporter: Sendable {
    let talk: Talk
    let format: OutputFormat
    let verbose: Bool

    func event(_ event: TunnelEvent, url: @escaping @Sendable (LocalEndpoint) -> String) {
        switch format {
        case .text:
            guard let text = EventText(verbose: verbose).line(event) else { return }
            for line in text.split(separator: "\n") { talk.say(String(line)) }
        case .json: talk.data(EventJSON(url: url).value(event).line)
        }
    }

    /// What is to be said about levels.yaml although it is valid.
    func notes(_ notes: [Finding]) {
        for note in notes { talk.say("note: " + Escaped.text(note.description)) }
    }

    func clientEnded(_ outcome: ClientOutcome) {
        if format == .json { talk.data(EventJSON.clientEnded(outcome).line) }
    }

    /// Says why a command failed, on stderr in either format, and gives the exit code.
    ///
    /// - Parameter known: what the declared state knows of it.
    func failed(_ error: any Error, knowing known: [String] = []) -> Int32 {
        let failure = CommandFailure(error)
        if format == .json { talk.data(EventJSON.failed(failure, knowing: known).line) }
        talk.report(failure)
        for fact in known { talk.say("hint: " + Escaped.text(fact)) }
        return failure.exitCode
    }
}

extension CommandFailure {
    init(_ error: RosterError) {
        if case .invalid(let findings) = error {
            self = .invalidRoster(findings, hint: error.hint)
        } else {
            self = .roster(error.message, hint: error.hint)
        }
    }

    /// Whoever is named wrongly, or asked for in a way that cannot be, is told so as of any option.
    init(_ mistake: Arrival.Mistake) {
        self =
            mistake.isData ? .roster(mistake.message, hint: mistake.hint) : .usage(mistake.message, hint: mistake.hint)
    }

    init(_ failure: RosterChange.Failure) { self = .roster(failure.message, hint: failure.hint) }

    /// Any error of the rooms that a command uses; one that none of them declares is a fault of ours.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let failure as TunnelFailure: self = .tunnel(failure)
        case let failure as CredentialFailure: self = .credentials(failure)
        case let failure as ClientFailure: self = .client(failure)
        default: self = .bug("unexpected: \(String(describing: error))")
        }
    }
}
