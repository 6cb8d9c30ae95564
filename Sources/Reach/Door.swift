package import Inventory
package import SSH

/// The way to one machine: a bastion's is a connection of its own, a host's leads through the gateway.
package struct Door: Sendable {
    package let machine: Machine
    let gateway: Gateway
    package let context: ReachContext
    /// How long the bastion may take to connect to the host.
    let openLimit: Duration
    /// Whether there is another way, so that a fine is not waited for.
    var hasOther = false

    /// A connection that its machine has accepted.
    package struct Entered: Sendable {
        let lease: SessionLease
        package let tries: Int
        package var session: Session { lease.session }
    }

    private var options: ReachOptions { context.options }
    private var patience: ReachPatience { options.patience }

    /// Connects, again where that was dropped: as often, and after such pauses, as ``LoginTries`` says.
    ///
    /// - Parameter user: whom to log in as; nil for a connection over which nobody is logged in, for others to do so.
    package func connect(as user: String?) async -> Result<Entered, Unreached> {
        var patience = patience
        if hasOther { patience.forgiveness = .zero }
        var tries = LoginTries(patience)
        while true {
            guard !context.isOver else { return failure(.interrupted, tries) }
            let outcome = await inTurn { await attempt(as: user) }
            switch outcome {
            case .success(let lease):
                tries.succeeded()
                return .success(Entered(lease: lease, tries: tries.count))
            case .failure(let judgement):
                let pause = tries.failed(judgement.next, random: .random(in: 0...1))
                guard !Task.isCancelled else { return failure(.interrupted, tries) }
                guard let pause else { return failure(judgement.reason, tries) }
                context.onEvent(.retrying(machine, judgement.reason, after: pause))
                // The pause is the backoff itself: a server that turns logins away says so by turning them away.
                try? await Task.sleep(for: pause)
            }
        }
    }

    private func failure(_ reason: Unreached.Reason, _ tries: LoginTries) -> Result<Entered, Unreached> {
        .failure(Unreached(machine: machine, reason: reason, tries: tries.count))
    }

    /// Hosts' logins are as many at once as the limiter lets; a bastion's are one, or two.
    private func inTurn(_ body: () async -> Result<SessionLease, Judgement>) async -> Result<SessionLease, Judgement> {
        guard machine.role == .host else { return await body() }
        // Nobody is to wait for a login of theirs while there is no way to it.
        if case .failure(let failure) = await gateway.open() { return .failure(through(failure)) }
        let ticket = await context.slots.begin()
        let result = await body()
        await context.slots.end(ticket, result.crowding)
        return result
    }

    private func through(_ failure: Gateway.Failure) -> Judgement {
        if case .interrupted = failure.reason { return Judgement(reason: .interrupted, next: .never) }
        return Judgement(reason: .noBastion(address: failure.bastion, failure.reason), next: .never)
    }

    private func attempt(as user: String?) async -> Result<SessionLease, Judgement> {
        guard !context.isOver else { return .failure(Judgement(reason: .interrupted, next: .never)) }
        var gate: Session?
        do throws(SSHError) {
            if machine.role == .host {
                switch await gateway.open() {
                case .failure(let failure): return .failure(through(failure))
                case .success(let link): gate = link.session
                }
                guard gate != nil else { throw .closed(.connecting) }
            }
            guard let user, let pool = options.pool else {
                return .success(SessionLease(own: try await session(over: gate, user)))
            }
            let key = SessionPool.Key(
                host: machine.address.host, port: machine.address.port, user: user,
                pinned: options.trust(machine).pinned, over: gate)
            return .success(
                try await pool.lease(key) { [gate] () async throws(SSHError) in
                    try await session(over: gate, user)
                })
        } catch {
            if let gate, await gate.failure != nil {
                return .failure(Judgement(reason: .dropped("the bastion's connection was lost"), next: .again))
            }
            return .failure(Judgement(error, user: user ?? "", keys: options.identities.count))
        }
    }

    /// - Parameter gate: the bastion's session, for a host.
    private func session(over gate: Session?, _ user: String?) async throws(SSHError) -> Session {
        let (host, port) = (machine.address.host, machine.address.port)
        let session: Session
        if let gate {
            session = try await gate.nested(
                to: host, port: port, on: context.loop, configuration: options.session, within: openLimit,
                late: .forgotten)
        } else {
            session = try await Session.overTCP(
                to: host, port: port, on: context.loop, configuration: options.session, within: patience.connect)
        }
        try await admit(session, host, port, user)
        return session
    }

    private func admit(_ session: Session, _ host: String, _ port: Int, _ user: String?) async throws(SSHError) {
        do throws(SSHError) {
            try await session.handshake(
                trusting: options.trust(machine), host: host, port: port, within: patience.handshake)
            guard let user else { return }
            try await session.authenticate(user: user, keys: options.identities, within: patience.handshake)
        } catch {
            session.close()
            throw error
        }
    }
}

extension Result<SessionLease, Judgement> {
    fileprivate var crowding: LoginLimiter.Outcome {
        switch self {
        case .success: .succeeded
        case .failure(let judgement):
            switch judgement.next {
            case .whenLessCrowded, .whenForgiven: .dropped
            case .never, .again: .failed
            }
        }
    }
}
