public import AuthorizedKeys

/// What was found on a machine. All of it is what the host says of itself.
public struct MeasuredMachine: Sendable, Hashable {
    /// Whether it was root who looked: if not, much remains unknown.
    public let isRoot: Bool
    public let clock: HostClock
    public let server: SSHServer
    /// The address that the client came from, as that machine sees it; settings and `from=` were asked for it.
    public let clientAddress: String
    /// Our own folder there, by its real name, whether or not it has been made yet; nil where it could not be.
    public let stateFolder: String?
    /// The change that is going on there, or was left over.
    public let pending: PendingChange?
    public let last: SettledChange?
    /// Of the `revoked_keys` that we put there; nil where there is none.
    public let revokedKeys: FileHash?
    /// As asked for.
    public let accounts: [MeasuredAccount]

    public func account(_ user: String) -> MeasuredAccount? { accounts.first { $0.user == user } }

    /// What sshd's answer to a line depends on there.
    public func context(for account: MeasuredAccount) -> ServerContext {
        var context = ServerContext(
            now: clock.seconds, secondsEastOfUTC: clock.secondsEastOfUTC, clientAddress: clientAddress)
        if let version = server.version { context.version = version }
        if let bits = account.settings.requiredRSABits { context.requiredRSABits = bits }
        if let types = account.settings.acceptedTypes { context.acceptedTypes = types }
        return context
    }
}

/// A host's idea of the time.
public struct HostClock: Sendable, Hashable {
    /// Since 1970-01-01 00:00 UTC.
    public let seconds: Int64
    /// Of its zone, at that moment.
    public let secondsEastOfUTC: Int64

    /// How far off a clock may be before it is said, in seconds: an `expiry-time` ends by the host's.
    public static let tolerance: Int64 = 120

    /// How far it is ahead of ours (behind, if negative), in seconds; nil within ``tolerance``.
    public func error(at now: Int64) -> Int64? {
        let (difference, overflow) = seconds.subtractingReportingOverflow(now)
        guard !overflow else { return seconds > now ? .max : .min }
        return difference.magnitude <= UInt64(Self.tolerance) ? nil : difference
    }
}

/// The sshd that let us in.
public struct SSHServer: Sendable, Hashable {
    /// Nil where what is there is no OpenSSH, or does not say.
    public let version: SSHDVersion?
    /// The program and those of its arguments that configure it.
    public let command: RawText
    /// Whether that is known from its listener; if not, it is a guess: the usual program with its usual file.
    public let isKnown: Bool
}

/// A change that somebody is at, or that was left over: as long as it is there nobody else may begin one.
public struct PendingChange: Sendable, Hashable {
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// No file has been touched yet.
        case preparing
        /// Files may have been replaced; the host puts the old ones back unless it is told otherwise.
        case armed
        /// The new files hold; what is left is to be cleared away.
        case confirmed
        /// The old files are being put back.
        case reverting
    }

    public let state: State
    /// Whether whoever is at it still runs there.
    public let isAlive: Bool
    /// In seconds, by the machine's uptime; nil where it was restarted since.
    public let age: Int64?
    /// Seconds since 1970-01-01 00:00 UTC, by the machine's clock; nil where it was ended before it wrote that down.
    public let began: Int64?
    public let token: ChangeToken?
    /// Who, as they called themselves.
    public let holder: RawText
}

/// How the last change there ended.
public struct SettledChange: Sendable, Hashable {
    public let token: ChangeToken
    public let isConfirmed: Bool
    /// Seconds since 1970-01-01 00:00 UTC, by the machine's clock.
    public let at: Int64
}
