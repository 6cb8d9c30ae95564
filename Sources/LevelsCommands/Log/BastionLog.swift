import Fleet
import Inventory
import Journal
import NIOCore
import Reach
import SSH
import Synchronization
import Tunnel

/// Hands lines of the journal to the syslog of the bastion, over the session with it that is there anyway, where an
/// environment asks for that (`syslog: required`).
///
/// Whatever is done has its sessions in ``pool``, where the one with the bastion is found, and stays for a moment after
/// the end.
final class BastionLog: Sendable {
    let pool: SessionPool
    private let vpc: VPC
    private let environment: String
    private let ownsPool: Bool
    /// Asks for a session that somebody else keeps.
    private let borrow: (@Sendable () async -> (any LentConnection)?)?
    private let state = Mutex(State())

    private struct State {
        var waiting: [JournalLine] = []
        /// Whether the lines that come before anything is done are there.
        var isOpen = false
        /// While they are being delivered.
        var opening: Task<CommandFailure?, Never>?
    }

    /// Nil where nobody asks for it.
    /// - Parameter pool: where the sessions are already; nil for one of our own.
    convenience init?(_ plan: DatabasePlan, _ rooms: Rooms, _ variables: [String: String], _ reporter: Reporter) {
        guard let vpc = plan.inventory.vpc(named: plan.vpc) else { return nil }
        let lender = BackgroundLender(plan, rooms, variables, reporter)
        let host = plan.environment.hosts.databaseReachable.first.map(plan.environment.machine)
        self.init(plan.environment, vpc, pool: plan.request.pool, lender, towards: host)
    }

    convenience init?(_ plan: RemotePlan, _ rooms: Rooms, _ reporter: Reporter) {
        guard let vpc = plan.inventory.vpc(of: plan.environment) else { return nil }
        let lender = BackgroundLender(plan, rooms, ProcessEnvironment.read(), needsSignals: false, reporter)
        self.init(plan.environment, vpc, pool: nil, lender, towards: plan.machines.first)
    }

    private init?(
        _ environment: Environment, _ vpc: VPC, pool: SessionPool?, _ lender: BackgroundLender?, towards host: Machine?
    ) {
        guard environment.syslog == .required else { return nil }
        self.vpc = vpc
        self.environment = environment.name
        ownsPool = pool == nil
        // The last line follows the end of everything else at once.
        self.pool = pool ?? SessionPool(idle: .seconds(15))
        if let lender, let host {
            borrow = { await lender.bastion(towards: host) }
        } else {
            borrow = nil
        }
    }

    /// For the next delivery.
    func add(_ lines: [JournalLine]) { state.withLock { $0.waiting += lines } }

    /// What was added so far, before anything is done: once, whoever else waits for the same. Where it failed, another way
    /// there may be better.
    func open() async throws(CommandFailure) {
        let opening = state.withLock { state -> Task<CommandFailure?, Never>? in
            if state.isOpen { return nil }
            if let known = state.opening { return known }
            // Whoever is cancelled while something is opened on a session ends it for all.
            let task = Task {
                let failed = await self.deliver()
                self.state.withLock { state in
                    state.isOpen = failed == nil
                    state.opening = nil
                }
                return failed.map { self.refusal($0.bastion, $0.why) }
            }
            state.opening = task
            return task
        }
        if let failure = await opening?.value { throw failure }
    }

    /// The rest, once it is done. Nothing that was opened is left, so there is nothing to be opened for it either.
    func close(_ talk: Talk) async {
        let isOpen = state.withLock { $0.isOpen }
        if isOpen, let failed = await Task(operation: { await self.deliver() }).value {
            let why = Escaped.text(failed.why.text)
            talk.say("warning: bastion \(failed.bastion): its syslog has no line of the end: \(why)")
        }
        if ownsPool { await pool.close() }
    }

    private func refusal(_ bastion: String, _ why: SyslogFailure) -> CommandFailure {
        .tunnel(
            TunnelFailure(
                hop: .bastion(bastion),
                message: "its syslog takes no line, and environment \(environment) asks for one before anything is "
                    + "opened: \(Escaped.text(why.text))", hint: why.hint, exit: .refused))
    }

    /// Nil where all that was added is there; else where it is not, and why.
    private func deliver() async -> (bastion: String, why: SyslogFailure)? {
        let lines = state.withLock { $0.waiting }
        guard !lines.isEmpty, let failed = await deliver(lines) else {
            state.withLock { $0.waiting.removeFirst(lines.count) }
            return nil
        }
        return failed
    }

    private func deliver(_ lines: [JournalLine]) async -> (bastion: String, why: SyslogFailure)? {
        for bastion in vpc.bastions {
            guard
                let lease = await pool.kept(
                    host: bastion.address.host, port: bastion.address.port, user: vpc.user)
            else { continue }
            defer { lease.release() }
            return await lease.session.log(lines).map { (bastion.address.description, $0) }
        }
        guard let connection = await borrow?() else {
            return (vpc.name, SyslogFailure("no connection with it is left"))
        }
        defer { connection.close() }
        return await connection.log(lines).map { (vpc.name, $0) }
    }
}
