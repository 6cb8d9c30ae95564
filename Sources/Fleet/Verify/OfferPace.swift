import AuthorizedKeys

/// When the next connection may be made to a machine that fines whoever leaves without logging in. Pure.
///
/// From OpenSSH 9.8 on such a connection costs its source five seconds, which pass, and from fifteen on the source is
/// turned away (sshd_config(5), PerSourcePenalties): the source is the bastion, and everybody on it. One in ten seconds
/// never gets that far.
struct OfferPace {
    static let interval = Duration.seconds(10)

    private let isFined: Bool
    private var last: ContinuousClock.Instant?

    init(_ version: SSHDVersion?) {
        isFined = version.map { $0 >= SSHDVersion(9, 8) } ?? false
    }

    /// A connection has ended; one that ended in a login costs nothing.
    mutating func ended(loggedIn: Bool, at now: ContinuousClock.Instant) {
        if isFined, !loggedIn { last = now }
    }

    /// How long to wait before the next.
    func pause(at now: ContinuousClock.Instant) -> Duration {
        guard let last else { return .zero }
        return max(.zero, Self.interval - (now - last))
    }
}
