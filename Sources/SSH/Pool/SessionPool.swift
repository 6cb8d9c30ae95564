/// Sessions that several use at once: each is made once for all of them, and kept for a while when nobody needs it.
///
/// Whoever is served by one that is being made for another waits for it; it is made to its end even where nobody waits any
/// more. One that has ended, or that can open nothing for now, is not handed out again.
public actor SessionPool {
    /// What makes two sessions the same: where, as whom, by which host key, and over what. With which keys is not part of
    /// it: a pool is for one set of those.
    public struct Key: Hashable, Sendable {
        let host: String
        let port: Int
        let user: String
        let pinned: [PublicKeyBlob]
        /// Of the session that carries it; nil for a connection of its own.
        let carrier: ObjectIdentifier?

        public init(host: String, port: Int, user: String, pinned: [PublicKeyBlob], over carrier: Session?) {
            self.host = host
            self.port = port
            self.user = user
            self.pinned = pinned
            self.carrier = carrier.map(ObjectIdentifier.init)
        }
    }

    private struct Kept {
        let session: Session
        var users = 0
        /// Counts the times that it came to be unused.
        var rests = 0
        /// Whether it is handed out no more, and closed with its last user.
        var isRetired = false
    }

    private typealias Making = Task<Result<Session, SSHError>, Never>

    private let idle: Duration
    private var all: [ObjectIdentifier: Kept] = [:]
    private var current: [Key: Session] = [:]
    private var making: [Key: Making] = [:]
    private var isClosed = false

    /// - Parameter idle: how long a session is kept that nobody needs.
    public init(idle: Duration) {
        self.idle = idle
    }

    /// The session that is kept for a key, or a new one.
    ///
    /// - Parameter make: connects and logs in.
    public func lease(
        _ key: Key, make: @escaping @Sendable () async throws(SSHError) -> Session
    ) async throws(SSHError) -> SessionLease {
        if let known = current[key] {
            let lease = lease(known)
            if await known.isSound { return lease }
            retire(known, key)
            lease.release()
        }
        if isClosed { throw .closed(.connecting) }
        return lease(try await (making[key] ?? begin(key, make)).value.get())
    }

    /// Whether one is kept for a machine, whatever carries it.
    public func isWarm(host: String, port: Int, user: String, pinned: [PublicKeyBlob]) -> Bool {
        current.keys.contains { $0.host == host && $0.port == port && $0.user == user && $0.pinned == pinned }
    }

    /// One that is kept for a machine, whatever carries it; nil where there is none on which something can be opened.
    public func kept(host: String, port: Int, user: String) async -> SessionLease? {
        for (key, session) in current where key.host == host && key.port == port && key.user == user {
            let lease = lease(session)
            if await session.isSound { return lease }
            lease.release()
        }
        return nil
    }

    /// Ends all of them, in use or not.
    public func close() {
        isClosed = true
        for kept in all.values { kept.session.close() }
        current = [:]
    }

    private func begin(_ key: Key, _ make: @escaping @Sendable () async throws(SSHError) -> Session) -> Making {
        let task = Making {
            let result: Result<Session, SSHError>
            do throws(SSHError) { result = .success(try await make()) } catch { result = .failure(error) }
            self.made(key, result)
            return result
        }
        making[key] = task
        return task
    }

    private func made(_ key: Key, _ result: Result<Session, SSHError>) {
        making[key] = nil
        guard case .success(let session) = result else { return }
        guard !isClosed else { return session.close() }
        all[ObjectIdentifier(session)] = Kept(session: session)
        current[key] = session
        session.onEnd { [weak self] _ in
            Task { await self?.ended(session, key) }
        }
        // Whoever it was made for may have gone.
        rest(session)
    }

    private func ended(_ session: Session, _ key: Key) {
        all[ObjectIdentifier(session)] = nil
        if current[key] === session { current[key] = nil }
    }

    private func retire(_ session: Session, _ key: Key) {
        all[ObjectIdentifier(session)]?.isRetired = true
        if current[key] === session { current[key] = nil }
    }

    private func lease(_ session: Session) -> SessionLease {
        all[ObjectIdentifier(session)]?.users += 1
        return SessionLease(session) { Task { await self.release(session) } }
    }

    private func release(_ session: Session) {
        all[ObjectIdentifier(session)]?.users -= 1
        rest(session)
    }

    /// Closes one that nobody uses, now or after a while.
    private func rest(_ session: Session) {
        let id = ObjectIdentifier(session)
        guard var kept = all[id], kept.users == 0 else { return }
        if kept.isRetired { return session.close() }
        kept.rests += 1
        all[id] = kept
        let rest = kept.rests
        Task { [weak self, idle] in
            // The time itself that it is kept for.
            try await Task.sleep(for: idle)
            await self?.closeIfUnused(id, since: rest)
        }
    }

    private func closeIfUnused(_ id: ObjectIdentifier, since rest: Int) {
        guard let kept = all[id], kept.users == 0, kept.rests == rest else { return }
        kept.session.close()
    }
}

extension Session {
    /// Whether channels can be opened on it.
    fileprivate var isSound: Bool { failure == nil && !isStuck }
}
