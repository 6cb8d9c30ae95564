import Inventory
import NIOCore
import SSH

// Clients: taken in, given a way through, let go.
extension Tunnel {
    func accept(_ client: any NIOCore.Channel) throws {
        let id = nextClient
        nextClient += 1
        let handler = ClientHandler { [weak self] traffic, reason in
            self?.assumeIsolated { $0.clientEnded(id, traffic, reason) }
        }
        try client.pipeline.syncOperations.addHandler(handler)
        let bound = NIOLoopBound(handler, eventLoop: loop)
        clients[id] = bound
        memory.note(clients: clients.count)
        onEvent(.clientOpened(id: id))
        Task { await self.serve(bound) }
    }

    private func clientEnded(_ id: Int, _ traffic: ClientTraffic, _ reason: String) {
        clients[id] = nil
        // The channels of the last to go are closing yet.
        loop.scheduleTask(in: .seconds(1)) { [weak self] in
            self?.assumeIsolated { $0.memory.note(clients: $0.clients.count) }
        }
        lastClientClosed = .now
        onEvent(
            .clientClosed(
                id: id, received: traffic.bytesReceived, sent: traffic.bytesSent, after: .now - traffic.opened,
                reason: reason))
    }

    /// Finds a way through for a client, waiting for one where there is none. Nothing of the client has been read until
    /// then, so nothing is ever sent twice.
    private func serve(_ client: NIOLoopBound<ClientHandler>) async {
        var backoff = Backoff(first: .milliseconds(100), ceiling: .seconds(1))
        _ = backoff.next(random: 0)
        var triedAnotherHost = options.environment.hosts.databaseReachable.count < 2
        var deadline: ContinuousClock.Instant?
        defer { if deadline != nil { waiting -= 1 } }
        while !client.value.isOver {
            if case .connecting = phase, !mayWait(&deadline) {
                return client.value.turnAway(because: "too many wait already")
            }
            guard let use = await way(until: deadline ?? .now + options.patience.parking) else {
                return client.value.turnAway(because: "there is no way through")
            }
            let lane = await lane(of: use)
            defer { use.lanes.opened(lane) }
            do throws(SSHError) {
                let loop = loop
                let channel = try await lane.session.openTCP(
                    to: options.target.host, port: options.target.port, credit: 256 << 10,
                    within: options.patience.open
                ) { event in
                    // A session that others use as well lives on a loop of its own.
                    if loop.inEventLoop {
                        client.value.heard(event)
                    } else {
                        loop.execute { client.value.heard(event) }
                    }
                }
                client.value.splice(to: channel)
                client.value.whenReleased { self.release(lane, of: use) }
                return
            } catch {
                release(lane, of: use)
                if case .channelRefused(let refusal) = error, refusal.reason == .administrativelyProhibited {
                    return client.value.turnAway(because: "the host does not allow it")
                }
                if case .timedOut = error { retire(use) }
                if case .channelRefused = error, backoff.attempt > 2, !triedAnotherHost {
                    // It may be this host alone that cannot reach the database any more.
                    triedAnotherHost = true
                    book.hostFailed(use.link.route.host, now: .now())
                    retire(use)
                }
                let pause = backoff.next(random: .random(in: 0...1))
                guard mayWait(&deadline), let deadline else {
                    return client.value.turnAway(because: "too many wait already")
                }
                guard ContinuousClock.now + pause < deadline else {
                    return client.value.turnAway(because: "the database does not answer")
                }
                // A database that is down does not say when it is up: it is asked again, less and less often.
                try? await Task.sleep(for: pause)
            }
        }
    }

    /// Counts a client among those that wait, once, if there is room for it. Its time begins then: that others were served
    /// before it is no outage.
    private func mayWait(_ deadline: inout ContinuousClock.Instant?) -> Bool {
        if deadline != nil { return true }
        guard waiting < options.patience.parkedClients else { return false }
        deadline = .now + options.patience.parking
        waiting += 1
        return true
    }

    /// The lane on which a client's channel is to be opened; more are made where many wait for one.
    private func lane(of use: LinkUse) async -> Lanes.Lane {
        await addLanes(to: use)
        return await use.lanes.lane()
    }

    private func addLanes(to use: LinkUse) async {
        // What is lent has no lanes of ours.
        guard let roundTrip = await (use.link.host as? Session)?.roundTrip else { return }
        for _ in 0..<use.lanes.lanesToAdd(roundTrip: roundTrip) {
            Task { await self.addLane(to: use) }
        }
    }

    private func addLane(to use: LinkUse) async {
        let session = await connector.another(for: use.link)
        use.lanes.added(session)
        await addLanes(to: use)
        let id = use.id
        session?.onEnd { [weak self, weak session] _ in
            guard let session else { return }
            self?.assumeIsolated { $0.uses[id]?.lanes.lost(session) }
        }
    }

    private func release(_ lane: Lanes.Lane, of use: LinkUse) {
        use.lanes.release(lane)
        if use.lanes.clients == 0, use.isRetired { drop(use) }
    }
}
