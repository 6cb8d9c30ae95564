import Inventory
import SSH

/// Turns what went wrong with a server into what a person can act on.
struct Diagnosis {
    let hop: Hop
    /// The hop in front of it, which is who refuses when a channel to `hop` is refused.
    let before: Hop
    /// For a connection to be opened; only that of a bastion is ours to wait for.
    var connectPatience = Patience().connect
    /// What there is to log in with.
    var keys: [Identity] = []

    func failure(_ error: SSHError) -> TunnelFailure {
        switch error {
        case .unreachable(let failure): unreachable(failure)
        case .timedOut(let stage): timedOut(stage)
        case .peerDead: make("stopped answering", "the network or the machine is gone; try again", .unavailable)
        case .disconnected(let last):
            last.reason == 2
                ? make("hung up: \(escaped(last.description))", nil, .refused, .refused(keys: blobs))
                : make("hung up: \(escaped(last.description))", nil, .unavailable)
        case .turnedAway(let words):
            make(
                "turned us away: \(escaped(words))",
                "too many come to it at once, or logins from your address have failed: wait a minute and try again",
                .unavailable)
        case .closed(let stage): closed(stage)
        case .hostKey(let verdict, let presented): hostKey(verdict, presented)
        case .greeting(let error): make(error.message, error.hint, .protocolMismatch)
        case .algorithms(let mismatches): algorithms(mismatches)
        case .refused(let refusal): refused(refusal)
        case .identity(let failure):
            // The server would have taken the key: what is wrong is on this machine, and the same on every route.
            TunnelFailure(hop: .local, message: failure.message, hint: failure.hint, exit: failure.exit)
        case .channelRefused(let refusal): channelRefused(refusal)
        case .requestDenied(let request): make("would not do \(request)", nil, .refused)
        case .library(_, let text):
            make("broke the protocol: \(escaped(text))", "add -v to see more", .protocolMismatch)
        }
    }

    private func make(
        _ message: String, _ hint: String?, _ exit: ExitStatus, _ access: AccessFailure? = nil
    ) -> TunnelFailure {
        TunnelFailure(hop: hop, message: message, hint: hint, exit: exit, access: access)
    }

    private var blobs: [[UInt8]] { keys.map(\.publicKey.bytes) }

    /// Only in front of a bastion is there a whitelist.
    private var unanswered: AccessFailure? { if case .bastion = hop { .unanswered } else { nil } }

    private func unreachable(_ failure: ConnectFailure) -> TunnelFailure {
        switch failure {
        case .nameNotResolved(let name):
            make(
                "the name \(escaped(name)) does not resolve", "check the address in levels.yaml, and your DNS",
                .unavailable)
        case .refused:
            make("refused the connection", "no SSH server listens there; is the machine up?", .unavailable)
        case .timedOut:
            make(
                "did not answer within \(connectPatience)",
                "is your address in the whitelist of this VPC? are you on the network you think?", .unavailable,
                unanswered)
        case .unreachable(let text), .other(let text):
            make(
                "cannot be reached: \(escaped(text))",
                "check your network; is your address in the whitelist of this VPC?", .unavailable, unanswered)
        }
    }

    private func hostKey(_ verdict: HostKeyVerdict, _ presented: PublicKeyBlob?) -> TunnelFailure {
        let shown = presented.map { " \($0.fingerprint)" } ?? ""
        switch verdict {
        case .matches, .unknownHost:
            return make(
                "no host key of it is known, so it cannot be trusted\(shown)",
                "ask whoever keeps it for its key, and declare it as hostKey in levels.yaml", .protocolMismatch)
        case .revoked(let source):
            return make(
                "shows a host key that was revoked in \(source):\(shown)",
                "do not use it; tell whoever keeps the access",
                .protocolMismatch)
        case .changed(let expected):
            let known = expected.map { "\($0.fingerprint) (\($0.source))" }.joined(separator: ", ")
            return make(
                "shows another host key than the one declared:\(shown), expected \(known); nothing was sent to it",
                "either it was replaced, and levels.yaml must follow, or somebody stands in between: ask before you go on",
                .protocolMismatch)
        }
    }

    private func algorithms(_ mismatches: [AlgorithmMismatch]) -> TunnelFailure {
        make(
            mismatches.map(\.message).joined(separator: "; "),
            mismatches.first?.hint(running: Library.version), .protocolMismatch)
    }

    private func timedOut(_ stage: SSHError.Stage) -> TunnelFailure {
        switch stage {
        case .handshake:
            make("accepted the connection but did not speak", "the machine may be hung; try again", .unavailable)
        case .authentication: make("did not answer the login", "the machine may be overloaded; try again", .tryAgain)
        case .connecting, .open, .established: make("did not answer in time", "try again", .unavailable)
        }
    }

    private func closed(_ stage: SSHError.Stage) -> TunnelFailure {
        switch stage {
        case .connecting, .handshake:
            make(
                "closed the connection before it could be secured",
                "it may be refusing many at once, or your address for a while; wait a minute and try again",
                .unavailable)
        case .authentication:
            make(
                "closed the connection during the login",
                "it may have had enough of wrong keys; name one with --identity", .refused, .refused(keys: blobs))
        case .open, .established: make("closed the connection", "try again", .unavailable)
        }
    }

    private func refused(_ refusal: AuthenticationRefusal) -> TunnelFailure {
        let keys = refusal.offered == 1 ? "the key" : "all \(refusal.offered) keys"
        return make(
            "refused \(keys) offered for \(escaped(refusal.user))",
            "ask whoever keeps the access whether your key is there, or name another with --identity", .refused,
            .refused(keys: blobs))
    }

    private func channelRefused(_ refusal: OpenRefusal) -> TunnelFailure {
        let text = refusal.description.isEmpty ? "" : ": \(escaped(refusal.description))"
        return switch refusal.reason {
        case .administrativelyProhibited:
            TunnelFailure(
                hop: before, message: "does not allow forwarding to \(name)\(text)",
                hint: "its sshd or your key's options forbid it (AllowTcpForwarding, PermitOpen, permitopen=)",
                exit: .refused, access: .notForwarded(keys: blobs))
        case .connectFailed:
            make("cannot be reached from \(before.name)\(text)", reachHint, .unavailable)
        case .resourceShortage, .unknownChannelType, .other:
            TunnelFailure(
                hop: before, message: "would not open a channel to \(name)\(text)", hint: "try again",
                exit: .unavailable)
        }
    }

    private var reachHint: String {
        switch hop {
        case .database: "is the database up, and its name in levels.yaml right as seen from the host?"
        default: "is the host up, and its address in levels.yaml right?"
        }
    }

    private var name: String { hop.name }
}

extension Hop {
    /// As it stands in a sentence.
    var name: String {
        switch self {
        case .local: "this machine"
        case .bastion(let address): "bastion \(address)"
        case .host(let name): "host \(name)"
        case .database(let name): "database \(name)"
        }
    }
}
