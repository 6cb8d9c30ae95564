import Inventory
import NIOCore
import SSH

/// Builds a link over the best route that works.
struct Connector: Sendable {
    let options: TunnelOptions
    let outer: any EventLoop
    let inner: any EventLoop
    let onEvent: @Sendable (TunnelEvent) -> Void
    var keyRing = KeyRing()

    /// Tries bastion by bastion and, over each, host by host. The book learns what worked and what did not.
    ///
    /// - Throws: the failure of the attempt that came furthest. A host key that is wrong ends it at once: that is not an
    ///   outage to be routed around, and somebody must look.
    func connect(_ book: RouteBook) async throws(TunnelFailure) -> Link {
        try checkIsolation()
        if let lent = await lent(book) { return lent }
        let keys = try await keyRing.keys(options.identities, onEvent)
        var attempt = Attempt()
        for bastion in book.bastions(now: .now()) {
            do throws(TunnelFailure) {
                let lease = try await reach(bastion: bastion, keys)
                do throws(TunnelFailure) {
                    return try await connectHost(over: lease, bastion: bastion, keys, book, &attempt)
                } catch {
                    lease.release()
                    throw error
                }
            } catch {
                // Whoever asked has gone, or a host key is wrong: no other way is looked for.
                if Task.isCancelled || error.exit == .protocolMismatch { throw error }
                switch error.hop {
                // No other way mends what is wrong here.
                case .local: throw error
                case .bastion:
                    book.bastionFailed(bastion, now: .now())
                    attempt.failed(error, onEvent)
                // Noted already.
                case .host, .database: continue
                }
            }
        }
        if attempt.furthest?.exit == .refused { keyRing.forget() }
        throw attempt.furthest
            ?? TunnelFailure(
                hop: .local, message: "the environment declares no bastion", hint: nil, exit: .configuration)
    }

    /// Over a session that somebody else keeps.
    private func lent(_ book: RouteBook) async -> Link? {
        guard let lend = options.lend else { return nil }
        let begun = ContinuousClock.now
        let order = book.hosts(now: .now())
        let hosts = order.map { options.environment.hosts.databaseReachable[$0] }
        guard let way = await lend(hosts), order.indices.contains(way.host) else { return nil }
        let (bastion, host) = (Hop.bastion(way.bastion), Hop.host(hosts[way.host].name))
        for (hop, key) in [(bastion, way.keys.last), (host, way.keys.first)] {
            onEvent(.connected(hop, took: .now - begun, algorithms: "lent", key: key))
        }
        let index = options.vpc.bastions.firstIndex { $0.address.description == way.bastion } ?? 0
        return Link(
            route: RouteBook.Route(bastion: index, host: order[way.host]), host: way.connection, bastionHop: bastion,
            hostHop: host)
    }

    private func connectHost(
        over bastion: SessionLease, bastion index: Int, _ keys: [Identity], _ book: RouteBook, _ attempt: inout Attempt
    ) async throws(TunnelFailure) -> Link {
        let bastionHop = Hop.bastion(options.vpc.bastions[index].address.description)
        var last: TunnelFailure?
        for candidate in book.hosts(now: .now()) {
            let host = options.environment.hosts.databaseReachable[candidate]
            do throws(TunnelFailure) {
                let lease = try await reach(host, over: bastion.session, bastionHop, keys, options.pool)
                let route = RouteBook.Route(bastion: index, host: candidate)
                book.worked(route)
                return Link(
                    route: route, bastion: bastion, host: lease, bastionHop: bastionHop, hostHop: .host(host.name))
            } catch {
                if Task.isCancelled || error.exit == .protocolMismatch { throw error }
                guard case .host = error.hop else { throw error }
                book.hostFailed(candidate, now: .now())
                attempt.failed(error, onEvent)
                last = error
                // The bastion's one channel at a time may still be waiting for that host.
                if await bastion.session.isStuck { throw error }
            }
        }
        throw last
            ?? TunnelFailure(
                hop: .local, message: "no host of \(options.environment.name) may carry a tunnel to a database",
                hint: nil,
                exit: .configuration)
    }

    /// Refuses, before anything is dialled, a route that leaves the environment's VPC.
    private func checkIsolation() throws(TunnelFailure) {
        do throws(IsolationRefusal) {
            for bastion in options.vpc.bastions {
                for host in options.environment.hosts.databaseReachable {
                    try options.inventory.checkIsolation(
                        environment: options.environment, bastion: bastion, host: host, target: options.target)
                }
            }
        } catch {
            throw TunnelFailure(hop: .local, message: error.message, hint: error.hint, exit: error.exit)
        }
    }

    private func reach(bastion index: Int, _ keys: [Identity]) async throws(TunnelFailure) -> SessionLease {
        let bastion = options.vpc.bastions[index]
        let hop = Hop.bastion(bastion.address.description)
        onEvent(.dialling(hop))
        let begun = ContinuousClock.now
        do throws(SSHError) {
            let lease = try await lease(
                options.pool, as: options.vpc.user, at: bastion.address, pinned: bastion.hostKeys, over: nil, keys
            ) { () async throws(SSHError) in
                try await Session.overTCP(
                    to: bastion.address.host, port: bastion.address.port, on: outer, configuration: options.session,
                    within: options.patience.connect)
            }
            await tell(lease.session, hop, since: begun)
            return lease
        } catch {
            throw Diagnosis(hop: hop, before: .local, connectPatience: options.patience.connect, keys: keys).failure(
                error)
        }
    }

    /// Another session with the host of a link, over the same login at its bastion; nil if there is none to be had.
    func another(for link: Link) async -> Session? {
        guard let bastion = link.bastion else { return nil }
        let host = options.environment.hosts.databaseReachable[link.route.host]
        do throws(TunnelFailure) {
            let keys = try await keyRing.keys(options.identities, onEvent)
            // It carries what the link carries already; nobody needs to hear of it.
            let quiet = Connector(options: options, outer: outer, inner: inner, onEvent: { _ in }, keyRing: keyRing)
            return try await quiet.reach(host, over: bastion, link.bastionHop, keys, nil).session
        } catch {
            return nil
        }
    }

    private func reach(
        _ host: Host, over bastion: Session, _ bastionHop: Hop, _ keys: [Identity], _ pool: SessionPool?
    ) async throws(TunnelFailure) -> SessionLease {
        let hop = Hop.host(host.name)
        let user = options.environment.hosts.user
        onEvent(.dialling(hop))
        let begun = ContinuousClock.now
        do throws(SSHError) {
            let lease = try await lease(
                pool, as: user, at: host.address, pinned: host.hostKeys, over: bastion, keys
            ) { () async throws(SSHError) in
                try await bastion.nested(
                    to: host.address.host, port: host.address.port, on: inner, configuration: options.session,
                    within: options.patience.open)
            }
            await tell(lease.session, hop, since: begun)
            return lease
        } catch {
            if let lost = await bastion.failure {
                throw Diagnosis(hop: bastionHop, before: .local, connectPatience: options.patience.connect).failure(
                    lost)
            }
            throw Diagnosis(hop: hop, before: bastionHop, connectPatience: options.patience.connect, keys: keys)
                .failure(error)
        }
    }

    /// Of the pool, or one of our own.
    private func lease(
        _ pool: SessionPool?, as user: String, at address: HostPort, pinned: [HostKeyPin], over carrier: Session?,
        _ keys: [Identity], connect: @escaping @Sendable () async throws(SSHError) -> Session
    ) async throws(SSHError) -> SessionLease {
        let policy = HostKeyPolicy(
            pinned: pinned.compactMap { try? PublicKeyBlob($0.blob) }, knownHosts: options.knownHosts)
        let make = { @Sendable () async throws(SSHError) -> Session in
            let session = try await connect()
            try await logIn(session, as: user, at: address, trusting: policy, keys)
            return session
        }
        guard let pool else { return SessionLease(own: try await make()) }
        let key = SessionPool.Key(
            host: address.host, port: address.port, user: user, pinned: policy.pinned, over: carrier)
        return try await pool.lease(key, make: make)
    }

    private func tell(_ session: Session, _ hop: Hop, since begun: ContinuousClock.Instant) async {
        onEvent(
            .connected(
                hop, took: .now - begun, algorithms: await session.negotiated, key: await session.acceptedKey))
    }

    private func logIn(
        _ session: Session, as user: String, at address: HostPort, trusting policy: HostKeyPolicy, _ keys: [Identity]
    ) async throws(SSHError) {
        do throws(SSHError) {
            try await session.handshake(
                trusting: policy, host: address.host, port: address.port, within: options.patience.handshake)
            try await session.authenticate(user: user, keys: keys, within: options.patience.handshake)
        } catch {
            session.close()
            throw error
        }
    }
}

/// What went wrong on the way, until something worked.
private struct Attempt {
    /// Of several failures, the one at the hop that is furthest away says most.
    private(set) var furthest: TunnelFailure?

    mutating func failed(_ failure: TunnelFailure, _ onEvent: (TunnelEvent) -> Void) {
        onEvent(.failedOver(from: failure.hop, reason: failure))
        guard let known = furthest else {
            furthest = failure
            return
        }
        if failure.weight > known.weight { furthest = failure }
    }
}

extension TunnelFailure {
    fileprivate var weight: Int {
        switch hop {
        case .local: 0
        case .bastion: exit == .refused ? 2 : 1
        case .host: exit == .refused ? 4 : 3
        case .database: 5
        }
    }
}
