public import AuthorizedKeys

/// A directive of sshd_config(5) that the login policy has a rule for, as that page spells it.
public enum PolicyDirective: String, Sendable, Hashable, CaseIterable {
    case pubkeyAuthentication = "PubkeyAuthentication"
    case passwordAuthentication = "PasswordAuthentication"
    case kbdInteractiveAuthentication = "KbdInteractiveAuthentication"
    case authenticationMethods = "AuthenticationMethods"
    case permitEmptyPasswords = "PermitEmptyPasswords"
    case permitRootLogin = "PermitRootLogin"
    case hostbasedAuthentication = "HostbasedAuthentication"
    case ignoreRhosts = "IgnoreRhosts"
    case ignoreUserKnownHosts = "IgnoreUserKnownHosts"
    case gssapiAuthentication = "GSSAPIAuthentication"
    case kerberosAuthentication = "KerberosAuthentication"
    case usePAM = "UsePAM"
    case strictModes = "StrictModes"
    case permitUserEnvironment = "PermitUserEnvironment"

    case disableForwarding = "DisableForwarding"
    case allowTcpForwarding = "AllowTcpForwarding"
    case permitOpen = "PermitOpen"
    case permitListen = "PermitListen"
    case gatewayPorts = "GatewayPorts"
    case allowStreamLocalForwarding = "AllowStreamLocalForwarding"
    case allowAgentForwarding = "AllowAgentForwarding"
    case x11Forwarding = "X11Forwarding"
    case x11UseLocalhost = "X11UseLocalhost"
    case permitTunnel = "PermitTunnel"

    case maxAuthTries = "MaxAuthTries"
    case maxSessions = "MaxSessions"
    case maxStartups = "MaxStartups"
    case loginGraceTime = "LoginGraceTime"
    case clientAliveInterval = "ClientAliveInterval"
    case clientAliveCountMax = "ClientAliveCountMax"
    case channelTimeout = "ChannelTimeout"
    case unusedConnectionTimeout = "UnusedConnectionTimeout"
    case perSourcePenalties = "PerSourcePenalties"

    case logLevel = "LogLevel"
    case syslogFacility = "SyslogFacility"
    case banner = "Banner"
    case printLastLog = "PrintLastLog"

    case allowUsers = "AllowUsers"
    case authorizedKeysFile = "AuthorizedKeysFile"
    case authorizedKeysCommand = "AuthorizedKeysCommand"
    case trustedUserCAKeys = "TrustedUserCAKeys"
    case authorizedPrincipalsFile = "AuthorizedPrincipalsFile"
    case authorizedPrincipalsCommand = "AuthorizedPrincipalsCommand"
    case revokedKeys = "RevokedKeys"
    case permitUserRC = "PermitUserRC"
    case acceptEnv = "AcceptEnv"
    case requiredRSASize = "RequiredRSASize"

    /// What it was called before OpenSSH 8.7.
    public var former: String? { self == .kbdInteractiveAuthentication ? "ChallengeResponseAuthentication" : nil }

    /// The first OpenSSH from 8.0 on that knows it, under either name.
    public var since: SSHDVersion {
        switch self {
        case .requiredRSASize: SSHDVersion(9, 1)
        case .channelTimeout, .unusedConnectionTimeout: SSHDVersion(9, 2)
        case .perSourcePenalties: SSHDVersion(9, 8)
        default: SSHDVersion(8, 0)
        }
    }

    /// The first OpenSSH from 8.0 on that takes it in a `Match` block (`SSHCFG_ALL` in its servconf.c); nil where it holds
    /// for everybody.
    public var inMatch: SSHDVersion? {
        switch self {
        case .ignoreUserKnownHosts, .usePAM, .strictModes, .permitUserEnvironment, .maxStartups, .loginGraceTime,
            .perSourcePenalties, .syslogFacility, .printLastLog:
            nil
        case .ignoreRhosts: SSHDVersion(8, 3)
        default: since
        }
    }

    /// Whether something else may be declared. Without keys nobody comes in, and who has left is refused everywhere.
    var mayBeExcepted: Bool { self != .pubkeyAuthentication && self != .revokedKeys }
}
