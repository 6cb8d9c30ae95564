import Inventory
import Reach
import SSH
import Synchronization
import Tunnel

/// What every command does that works on one host: it is written down, the host is reached, and failures are told.
struct RemoteWork: Sendable {
    let command: String
    let plan: RemotePlan
    let rooms: Rooms
    let reporter: Reporter

    typealias Body = @Sendable (Reached, SignalWatch) async throws -> Int32
    /// Gets the connection to where the work is done, and tells `reached` its name, and what it was logged in with.
    private typealias Way = @Sendable (ReachOnce, _ reached: @escaping Arrival) async throws -> Int32
    private typealias Arrival = @Sendable (_ host: String, _ keys: [PublicKeyBlob]) async throws -> Void

    /// Gives the exit code; whatever went wrong has been said.
    ///
    /// - Parameter program: what is run there.
    func run(program: String? = nil, _ signals: SignalWatch, _ body: @escaping Body) async -> Int32 {
        await run(program, signals) { reach, isReached in
            try await withHost(plan.machines, from: lender, onEvent: note, options: { try await reach.options() }) {
                host in
                try await isReached(host.machine.name, host.keys)
                return try await body(host, signals)
            }
        }
    }

    /// The same for what goes through a bastion to the first of the hosts, and is not logged in there.
    func runToHost(
        _ signals: SignalWatch, _ body: @escaping @Sendable (any Connection, Machine) async throws -> Int32
    ) async -> Int32 {
        await run(nil, signals) { reach, isReached in
            guard let machine = plan.machines.first else { throw HostsMissing() }
            return try await withBastion(
                towards: machine, from: lender, onEvent: note, options: { try await reach.options() }
            ) { session in
                let key = await (session as? Session)?.acceptedKey
                try await isReached(machine.name, key.map { [$0] } ?? [])
                return try await body(session, machine)
            }
        }
    }

    private func run(_ program: String?, _ signals: SignalWatch, _ way: @escaping Way) async -> Int32 {
        let record = RemoteRecord(command, plan, rooms, reporter)
        let reached = Mutex((hosts: [String](), keys: [String]()))
        do {
            try record.begin(hosts: plan.hosts.count == 1 ? plan.hosts.map(\.name) : nil, program: program)
        } catch {
            return reporter.failed(error)
        }
        do {
            let code = try await reach(signals, record) { reach in
                try await way(reach) { name, keys in
                    reached.withLock { $0 = ([name], keys.fingerprints) }
                    try await record.isReached()
                }
            }
            let (hosts, keys) = reached.withLock { $0 }
            await record.end(code, hosts: hosts, keys: keys)
            return code
        } catch {
            let failure = CommandFailure(error)
            let (hosts, keys) = reached.withLock { $0 }
            await record.end(failure.exitCode, hosts: hosts, keys: keys, cause: failure.message)
            return reporter.failed(error, knowing: plan.known(of: (error as? TunnelFailure)?.access, rooms))
        }
    }

    /// Until the host is reached a signal ends us; from then on it is the body's.
    private func reach(
        _ signals: SignalWatch, _ record: RemoteRecord,
        _ way: @escaping @Sendable (ReachOnce) async throws -> Int32
    ) async throws -> Int32 {
        let reach = ReachOnce { try await record.reach(rooms, reporter) }
        do {
            let code = try await signals.interruptible { try await way(reach) }
            if code == ExitStatus.refused.rawValue { tellOfTunnels(try await reach.options()) }
            return code
        } catch let unreached as Unreached {
            throw TunnelFailure(unreached, keys: await reach.known?.keys ?? [])
        }
    }

    private var lender: BackgroundLender? {
        BackgroundLender(plan, rooms, ProcessEnvironment.read(), needsSignals: command == "exec", reporter)
    }

    /// What a forced command of ours ends with is told with what the roster has to do with it.
    private func tellOfTunnels(_ options: ReachOptions) {
        for fact in plan.known(of: .notRun(keys: options.keys), rooms) {
            reporter.talk.say("hint: " + Escaped.text(fact))
        }
    }

    private func note(_ event: ReachEvent) {
        reporter.reaching(event)
        guard case .unreached(let unreached) = event, plan.hosts.count > 1, reporter.format == .text else { return }
        // What is the only choice is told as the failure of the command.
        if case .noBastion = unreached.reason { return }
        reporter.talk.say("given up: " + unreached.message)
    }
}
