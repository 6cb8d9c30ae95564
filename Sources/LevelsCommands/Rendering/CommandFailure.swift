package import Fleet
package import Inventory
package import Journal
package import SSH
package import Tunnel

/// Why a command of ours ends without having done what it was asked: what is said on stderr, and the exit code.
package enum CommandFailure: Error, Sendable {
    case usage(String, hint: String?)
    /// levels.yaml, or what it points at, cannot be had.
    case configuration(String, hint: String?)
    /// levels.yaml breaks these rules; never empty.
    case invalid([Finding], hint: String?)
    /// The roster cannot be had.
    case roster(String, hint: String?)
    /// Files of the roster break these rules; never empty.
    case invalidRoster([Finding], hint: String?)
    /// Policy forbids it.
    case refused(String, hint: String?)
    /// There is no key to log in with.
    case identity(IdentityError)
    /// What is owed cannot be read, or written.
    case ledger(LedgerError)
    /// What was done cannot be read back.
    case journal(JournalError)
    case tunnel(TunnelFailure)
    case credentials(CredentialFailure)
    case client(ClientFailure)
    /// A signal ended the command, after everything was closed and removed.
    case signalled(Int32)
    /// A fault of ours, or of the machine: no memory file, no folder to write to.
    case bug(String)

    var hop: Hop? {
        switch self {
        case .tunnel(let failure): failure.hop
        case .usage, .configuration, .invalid, .roster, .invalidRoster, .refused, .identity, .ledger, .journal,
            .credentials, .client, .signalled, .bug:
            nil
        }
    }

    /// Lower case, without a final stop and without the hop.
    var message: String {
        switch self {
        case .usage(let message, _), .configuration(let message, _), .roster(let message, _), .refused(let message, _),
            .bug(let message):
            message
        case .invalid(let findings, _), .invalidRoster(let findings, _):
            findings.count == 1 ? findings[0].description : "\(findings.count) rules are broken"
        case .identity(let error): error.message
        case .ledger(let error): error.message
        case .journal(let error): error.message
        case .tunnel(let failure): failure.message
        case .credentials(let failure): failure.message
        case .client(let failure): failure.message
        case .signalled(let signal): "ended by signal \(signal)"
        }
    }

    var hint: String? {
        switch self {
        case .usage(_, let hint), .configuration(_, let hint), .invalid(_, let hint), .roster(_, let hint),
            .invalidRoster(_, let hint), .refused(_, let hint):
            hint
        case .identity(let error): error.hint
        case .ledger(let error): error.hint
        case .journal(let error): error.hint
        case .tunnel(let failure): failure.hint
        case .credentials(let failure): failure.hint
        case .client(let failure): failure.hint
        case .signalled, .bug: nil
        }
    }

    /// The broken rules, where that is what it is about.
    var findings: [Finding] {
        switch self {
        case .invalid(let findings, _), .invalidRoster(let findings, _): findings
        case .usage, .configuration, .roster, .refused, .identity, .ledger, .journal, .tunnel, .credentials,
            .client, .signalled, .bug:
            []
        }
    }

    var exitCode: Int32 {
        switch self {
        case .usage: ExitStatus.usage.rawValue
        case .configuration, .invalid: ExitStatus.configuration.rawValue
        case .roster, .invalidRoster, .ledger, .journal: ExitStatus.badData.rawValue
        case .refused: ExitStatus.refused.rawValue
        case .identity(let error): error.exit.rawValue
        case .tunnel(let failure): failure.exit.rawValue
        case .credentials: ExitStatus.configuration.rawValue
        case .client(let failure): failure.exitCode
        case .signalled(let signal): 128 + signal
        case .bug: ExitStatus.bug.rawValue
        }
    }
}

extension CommandFailure {
    /// As the failure of a tunnel.
    var ofTunnel: TunnelFailure {
        if case .tunnel(let failure) = self { return failure }
        return TunnelFailure(
            hop: hop ?? .local, message: message, hint: hint, exit: ExitStatus(rawValue: exitCode) ?? .bug)
    }
}
