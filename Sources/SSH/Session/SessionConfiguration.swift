/// How a session behaves; what it trusts and as whom it logs in are not part of it.
public struct SessionConfiguration: Sendable {
    /// When a silent server is taken for dead.
    public struct Keepalive: Sendable {
        /// How long nothing may be heard before the server is asked for a sign of life.
        public var interval: Duration
        /// How many such questions may go unanswered.
        public var missed: Int

        public init(interval: Duration = .seconds(15), missed: Int = 3) {
            self.interval = interval
            self.missed = missed
        }
    }

    public var keepalive = Keepalive()
    public var algorithms = Algorithms.preferred
    /// Bytes that libssh2 may hold for this session; a server that makes it want more loses the session.
    public var memoryBound = 96 << 20
    /// Bytes that all channels' receive windows together may promise.
    public var windowBudget = 48 << 20

    /// Whether all that comes is answered at once, with an adjustment of a window if with nothing else.
    ///
    /// For a session inside another one: what sshd forwards it sends with Nagle's algorithm, so a small packet of the inner
    /// server waits until the one before it was acknowledged, and the machine between delays that by 40 ms unless it has
    /// something to say (RFC 1122, section 4.2.3.2). An answer gives it that.
    var answersAtOnce = false

    public init() {}
}
