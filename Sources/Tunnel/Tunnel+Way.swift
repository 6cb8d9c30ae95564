import Inventory
import NIOCore
import SSH

// The way through: built, proven, lost, rebuilt.
extension Tunnel {
    /// The first link: one that is allowed to be used.
    func admittedLink() async throws(TunnelFailure) -> Link {
        let link = try await checkedLink()
        do throws(TunnelFailure) {
            try await options.admit()
            return link
        } catch {
            link.close()
            throw error
        }
    }

    /// A link over which the database answers. A host from which it does not is passed over as long as there is another.
    func checkedLink() async throws(TunnelFailure) -> Link {
        var first: TunnelFailure?
        for _ in options.environment.hosts.databaseReachable {
            let link = try await connector.connect(book)
            do throws(TunnelFailure) {
                try await check(link)
                return link
            } catch {
                link.close()
                guard case .database = error.hop, error.exit == .unavailable else { throw error }
                book.hostFailed(link.route.host, now: .now())
                first = first ?? error
                onEvent(.failedOver(from: link.hostHop, reason: error))
            }
        }
        throw first
            ?? TunnelFailure(
                hop: .local, message: "no host of \(options.environment.name) may carry a tunnel to a database",
                hint: nil,
                exit: .configuration)
    }

    private func check(_ link: Link) async throws(TunnelFailure) {
        let name = options.database.name
        // Gathered already where the link was logged in with one of them.
        let keys = connector.keyRing.known
        let check = DatabaseCheck(
            engine: options.database.engine, database: name, target: options.target, patience: options.patience.open)
        try await check.run(
            over: link.host,
            diagnosis: Diagnosis(
                hop: .database(name), before: link.hostHop, connectPatience: options.patience.connect, keys: keys))
    }

    func adopt(_ link: Link) {
        let use = LinkUse(link)
        uses[ObjectIdentifier(use)] = use
        phase = .up(use)
        parking.release()
        Task {
            let (hop, error) = await link.ended()
            self.lost(use, hop, error)
        }
    }

    private func lost(_ use: LinkUse, _ hop: Hop, _ error: SSHError) {
        guard uses.removeValue(forKey: use.id) != nil else { return }
        use.lanes.close()
        use.link.close()
        guard case .up(let current) = phase, current === use else { return }
        if case .bastion = hop { book.bastionFailed(use.link.route.bastion, now: .now()) }
        if case .host = hop { book.hostFailed(use.link.route.host, now: .now()) }
        onEvent(.lost(Diagnosis(hop: hop, before: .local, connectPatience: options.patience.connect).failure(error)))
        rebuild()
    }

    /// The link stays for those who use it; new clients get another.
    func retire(_ use: LinkUse) {
        use.isRetired = true
        if use.lanes.clients == 0 { drop(use) }
        guard case .up(let current) = phase, current === use else { return }
        rebuild()
    }

    func drop(_ use: LinkUse) {
        uses[use.id] = nil
        use.lanes.close()
        use.link.close()
    }

    private func rebuild() {
        phase = .connecting
        Task { await self.reconnect() }
    }

    private func reconnect() async {
        let begun = ContinuousClock.now
        var backoff = Backoff()
        while case .connecting = phase {
            let pause = backoff.next(random: .random(in: 0...1))
            onEvent(.reconnecting(attempt: backoff.attempt, after: pause))
            // The pause is the backoff itself: an outage is not to be hammered at.
            try? await Task.sleep(for: pause)
            guard case .connecting = phase else { return }
            do throws(TunnelFailure) {
                let link = try await connector.connect(book)
                guard case .connecting = phase else { return link.close() }
                adopt(link)
                onEvent(.recovered(took: .now - begun))
            } catch {
                if error.exit == .protocolMismatch { await close(.failed, error) }
            }
        }
    }

    func way(until deadline: ContinuousClock.Instant) async -> LinkUse? {
        while true {
            switch phase {
            case .up(let use): return use
            case .closed: return nil
            case .connecting:
                guard await parking.wait(until: deadline, on: loop) else { return nil }
            }
        }
    }
}
