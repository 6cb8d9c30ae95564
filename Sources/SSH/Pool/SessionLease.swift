import Synchronization

/// A session for as long as somebody needs it: one of their own, which ends with that, or one that others use as well.
public final class SessionLease: Sendable {
    public let session: Session
    private let isOver = Mutex(false)
    private let onRelease: @Sendable () -> Void

    init(_ session: Session, onRelease: @escaping @Sendable () -> Void) {
        self.session = session
        self.onRelease = onRelease
    }

    /// One that nobody else uses: it is closed when it is released.
    public convenience init(own session: Session) {
        self.init(session) { session.close() }
    }

    /// It is not needed any more; may be called more than once.
    public func release() {
        let isFirst = isOver.withLock { isOver in
            defer { isOver = true }
            return !isOver
        }
        if isFirst { onRelease() }
    }
}
