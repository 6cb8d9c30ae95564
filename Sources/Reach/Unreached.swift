public import Inventory
public import SSH

/// A machine that nothing could be done on, and why.
public struct Unreached: Error, Sendable {
    public let machine: Machine
    public let reason: Reason
    /// Logins, and connections for one.
    public let tries: Int

    public enum Reason: Sendable {
        /// The VPC declares no account for fleet work.
        case noAdminAccount
        /// None of the VPC's bastions let us through; the last one's reason.
        indirect case noBastion(address: String, Reason)
        /// Nothing listens there, or there is no way.
        case down(String)
        /// The bastion would not connect us to it.
        case forbidden(String)
        /// It took no notice for too long.
        case timedOut(SSHError.Stage)
        /// It hung up before we were in, again and again: too many at once (sshd_config(5), MaxStartups), a penalty
        /// (PerSourcePenalties), or something of that kind.
        case dropped(String)
        /// Its host key is not one that may be trusted: nothing was sent to it.
        case hostKey(HostKeyVerdict, presented: PublicKeyBlob?)
        /// It took none of our keys.
        case refused(user: String, offered: Int)
        /// It would take a key that cannot sign here.
        case identity(IdentityError)
        /// It let us in, and would not do what was asked for there: a request of RFC 4254, section 6.
        case denied(String)
        /// It was reached, and the connection was lost.
        case gone(String)
        /// It speaks no SSH that we can.
        case protocolMismatch(String, hint: String?)
        /// We were told to stop before its turn came, or in the midst of it.
        case interrupted
    }

    public init(machine: Machine, reason: Reason, tries: Int) {
        self.machine = machine
        self.reason = reason
        self.tries = tries
    }
}

extension Unreached {
    public var message: String { "\(machine.role.rawValue) \(escapedForTerminal(machine.name)) \(reason.message)" }
    public var hint: String? { reason.hint }
    public var exit: ExitStatus { reason.exit }
}

extension Unreached.Reason {
    public var message: String {
        switch self {
        case .noAdminAccount: "cannot be worked on: its VPC declares no admin account"
        case .noBastion(let address, let reason):
            "cannot be reached: bastion \(escapedForTerminal(address)) \(reason.message)"
        case .down(let text): "cannot be reached: \(text)"
        case .forbidden(let text): "cannot be reached: the bastion does not allow it: \(text)"
        case .timedOut(.connecting), .timedOut(.open): "did not answer"
        case .timedOut(.handshake): "accepted the connection but did not speak"
        case .timedOut(.authentication): "did not answer the login"
        case .timedOut(.established): "stopped answering"
        case .dropped(let text): "dropped the connection before the login was done: \(text)"
        case .hostKey(let verdict, let presented):
            verdict.complaint + (presented.map { " (\($0.fingerprint))" } ?? "") + "; nothing was sent to it"
        case .refused(let user, let offered):
            "refused \(offered == 1 ? "the key" : "all \(offered) keys") offered for \(escapedForTerminal(user))"
        case .identity(let error): "would take a key of yours, but " + error.message
        case .gone(let text): "is gone: \(text)"
        case .denied(let request): "would not do \(request)"
        case .protocolMismatch(let text, _): text
        case .interrupted: "was left alone: interrupted"
        }
    }

    public var hint: String? {
        switch self {
        case .noAdminAccount: "declare admin: { user: ..., sudo: true } for the VPC in levels.yaml"
        case .noBastion(_, let reason): reason.hint
        case .down: "is it up, and its address in levels.yaml right?"
        case .forbidden: "its sshd or your key's options forbid it (AllowTcpForwarding, PermitOpen, permitopen=)"
        case .timedOut: "is it up, and is the way there open? try again"
        case .dropped:
            "it may be refusing many at once, or the bastion's address for a while; wait a minute and try again"
        case .hostKey(.unknownHost, _): "ask whoever keeps it for its key, and declare it as hostKey in levels.yaml"
        case .hostKey:
            "either it was replaced, and levels.yaml must follow, or somebody stands in between: ask before you go on"
        case .refused: "have an admin apply the roster there, or name another key with --identity"
        case .identity(let error): error.hint
        case .gone: "try again; what was under way there may have gone on"
        case .denied: "its sshd or your key's options forbid it (restrict, command=, MaxSessions, ForceCommand)"
        case .protocolMismatch(_, let hint): hint
        case .interrupted: "run the same again"
        }
    }

    public var exit: ExitStatus {
        switch self {
        case .noAdminAccount: .configuration
        case .noBastion(_, let reason): reason.exit
        // It may be busy with others, and as it is it has heard us.
        case .timedOut(.authentication), .dropped, .interrupted: .tryAgain
        case .down, .gone, .timedOut: .unavailable
        case .forbidden, .refused, .identity, .denied: .refused
        case .hostKey, .protocolMismatch: .protocolMismatch
        }
    }
}

extension HostKeyVerdict {
    fileprivate var complaint: String {
        switch self {
        case .matches, .unknownHost: "shows a host key that nobody has declared"
        case .revoked(let source): "shows a host key that was revoked in \(source)"
        case .changed: "shows another host key than the one declared"
        }
    }
}
