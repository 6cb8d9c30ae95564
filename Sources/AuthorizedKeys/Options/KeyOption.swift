/// One option in front of a key (sshd(8), AUTHORIZED_KEYS FILE FORMAT).
public enum KeyOption: Sendable, Hashable {
    /// What can be allowed and, with `no-` in front, taken away.
    public enum Permission: String, Sendable, Hashable, CaseIterable {
        case portForwarding = "port-forwarding"
        case agentForwarding = "agent-forwarding"
        case x11Forwarding = "x11-forwarding"
        case pty
        case userRC = "user-rc"
    }

    /// Takes every ``Permission`` away. Running commands is none of them: that takes a forced command.
    case restrict
    case certificateAuthority
    case permission(Permission, Bool)
    case touchRequired(Bool)
    case verifyRequired(Bool)
    case command(RawText)
    /// Patterns and networks, between commas.
    case from(RawText)
    case principals(RawText)
    case expiryTime(ExpiryTime)
    /// `NAME=value`
    case environment(RawText)
    /// `host:port`; the port may be `*`.
    case permitOpen(RawText)
    /// `[host:]port`
    case permitListen(RawText)
    case tunnel(RawText)

    /// As sshd(8) writes it.
    public var name: String {
        switch self {
        case .restrict: "restrict"
        case .certificateAuthority: "cert-authority"
        case .permission(let permission, let isGiven): (isGiven ? "" : "no-") + permission.rawValue
        case .touchRequired(let isRequired): isRequired ? "touch-required" : "no-touch-required"
        case .verifyRequired(let isRequired): isRequired ? "verify-required" : "no-verify-required"
        case .command: "command"
        case .from: "from"
        case .principals: "principals"
        case .expiryTime: "expiry-time"
        case .environment: "environment"
        case .permitOpen: "permitopen"
        case .permitListen: "permitlisten"
        case .tunnel: "tunnel"
        }
    }

    /// What stands between the quotes, of those that have some.
    public var value: RawText? {
        switch self {
        case .restrict, .certificateAuthority, .permission, .touchRequired, .verifyRequired: nil
        case .expiryTime(let time): RawText(time.text)
        case .command(let value), .from(let value), .principals(let value), .environment(let value),
            .permitOpen(let value), .permitListen(let value), .tunnel(let value):
            value
        }
    }

    /// The OpenSSH that knew it first: an older one ignores the whole line.
    public var since: SSHDVersion {
        switch self {
        case .expiryTime(let time): time.isUTC ? SSHDVersion(9, 1) : SSHDVersion(7, 7)
        case .permitListen: SSHDVersion(7, 8)
        case .touchRequired: SSHDVersion(8, 2)
        case .verifyRequired: SSHDVersion(8, 4)
        default: SSHDVersion(7, 2)
        }
    }
}
