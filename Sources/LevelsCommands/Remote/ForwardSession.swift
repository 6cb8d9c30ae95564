import Inventory
import Reach
import Remote
import SSH
import Tunnel

/// `forward`, once it is decided what to do.
struct ForwardSession: Sendable {
    let plan: RemotePlan
    let requests: [ForwardRequest]
    /// The port; 0 lets the kernel choose.
    let socks: Int?
    let lease: Duration?
    let rooms: Rooms
    let reporter: Reporter

    /// Gives the exit code; whatever went wrong has been said.
    func run(_ signals: SignalWatch) async -> Int32 {
        let record = RemoteRecord("forward", plan, rooms, reporter)
        let (inventory, environment, traffic) = (plan.inventory, plan.environment, ForwardTraffic())
        let forwarder = Forwarder(
            check: { target throws(IsolationRefusal) in
                try inventory.checkForwarding(to: target, in: environment)
            },
            onEvent: { event in
                traffic.note(event)
                tell(event)
            })
        do {
            let targets = requests.map { "> \($0.target)" } + (socks == nil ? [] : ["> socks"])
            try record.begin(
                hosts: plan.hosts.count == 1 ? plan.hosts.map(\.name) : nil, program: targets.joined(separator: " "))
            let lines = try await listen(forwarder)
            let code = try await signals.interruptible { try await hold(forwarder, lines, record, traffic) }
            await forwarder.close()
            await record.end(code, traffic.summary)
            return code
        } catch {
            await forwarder.close()
            let failure = CommandFailure(error)
            await record.end(failure.exitCode, traffic.summary, cause: failure.message)
            return reporter.failed(error, knowing: plan.known(of: (error as? TunnelFailure)?.access, rooms))
        }
    }

    /// The lines that say what leads where.
    private func listen(_ forwarder: Forwarder) async throws -> [String] {
        var lines: [String] = []
        do {
            for request in requests {
                lines.append("127.0.0.1:\(try await forwarder.listen(request)) \(request.target)")
            }
            if let socks {
                lines.append("socks5h://127.0.0.1:\(try await forwarder.listenForSocks(on: socks == 0 ? nil : socks))")
            }
        } catch let refusal as IsolationRefusal {
            throw CommandFailure.refused(refusal.message, hint: hint(refusal))
        }
        return lines
    }

    /// The target is not what levels.yaml says, but what was asked for.
    private func hint(_ refusal: IsolationRefusal) -> String {
        guard case .outside(_, let cidr, _) = refusal else { return refusal.hint }
        return "name an address in \(cidr), a host or database that levels.yaml declares there, or localhost"
    }

    /// Until the task is cancelled by a signal, or its time is over.
    private func hold(
        _ forwarder: Forwarder, _ lines: [String], _ record: RemoteRecord, _ traffic: ForwardTraffic
    ) async throws -> Int32 {
        let reach = ReachOnce { try await record.reach(rooms, reporter) }
        let (readiness, ready) = AsyncStream<Void>.makeStream()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await keep(forwarder, lines, reach, record, traffic) { ready.finish() } }
            if let lease {
                group.addTask {
                    for await _ in readiness {}
                    // The lease itself, in a race with what it is for.
                    try await Task.sleep(for: lease)
                    reporter.talk.say(ClosingReason.lease.words)
                }
            }
            defer { group.cancelAll() }
            try await group.next()
            return 0
        }
    }

    /// Has a way there, and another one when that is lost.
    private func keep(
        _ forwarder: Forwarder, _ lines: [String], _ reach: ReachOnce, _ record: RemoteRecord,
        _ traffic: ForwardTraffic, _ ready: @escaping @Sendable () -> Void
    ) async throws {
        var backoff = Backoff()
        var wasUp = false
        while !Task.isCancelled {
            do {
                let isFirst = !wasUp
                try await withHost(
                    plan.machines, from: lender, onEvent: reporter.reaching, options: { try await reach.options() }
                ) { reached in
                    traffic.reached(reached.machine.name, over: reached.bastion, reached.keys)
                    try await record.isReached()
                    await forwarder.use(reached.session)
                    if isFirst { for line in lines { reporter.talk.data(line) } }
                    ready()
                    reporter.talk.say("ready, from host \(reached.machine.name)")
                    let error = await reached.session.ended()
                    await forwarder.lost()
                    if !Task.isCancelled { reporter.talk.say("lost, new clients wait: \(reached.lost(error).message)") }
                }
                wasUp = true
                backoff = Backoff()
            } catch let unreached as Unreached {
                let isHopeless = unreached.exit == .protocolMismatch || unreached.exit == .refused
                guard wasUp, !isHopeless else { throw TunnelFailure(unreached, keys: await reach.known?.keys ?? []) }
            }
            let pause = backoff.next(random: .random(in: 0...1))
            // The pause is the backoff itself: an outage is not to be hammered at.
            try await Task.sleep(for: pause)
        }
    }

    private var lender: BackgroundLender? {
        BackgroundLender(plan, rooms, ProcessEnvironment.read(), needsSignals: false, reporter)
    }

    private func tell(_ event: ForwardEvent) {
        switch event {
        case .opened(let id, let target):
            if reporter.verbose { reporter.talk.say("client \(id): connected, for \(target)") }
        case .closed(let id, _, let received, let sent, let after, let reason):
            guard reporter.verbose else { return }
            let moved = "\(ByteCount(bytes: received).words) received, \(ByteCount(bytes: sent).words) sent"
            reporter.talk.say("client \(id): closed after \(after.words), \(moved): \(Escaped.text(reason))")
        case .refused(let reason): reporter.talk.say("refused a client: \(Escaped.text(reason))")
        }
    }
}
