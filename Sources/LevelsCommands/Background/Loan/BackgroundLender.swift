import Files
import Inventory
import NIOCore
import Reach
import SSH
import Sharing
import Synchronization
import Tunnel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The background process of a VPC as a visitor meets it, and within a debugging session that: where one is up, its sessions
/// serve as well as ones of our own.
///
/// Nobody is started for this. Whatever speaks against it, an answer that does not come, another version, other keys,
/// another levels.yaml, comes to a login of our own.
final class BackgroundLender: Lender {
    private let inventory: Inventory
    private let chosen: Environment
    private let identities: [String]
    private let rooms: Rooms
    /// Ours.
    private let environment: [String: String]
    private let needsSignals: Bool
    private let reporter: Reporter
    /// What was found of keys, once for all hosts; and whether it was said that there is nothing to be had.
    private let state = Mutex((standing: [[[UInt8]]: String?](), hasSaid: false))

    /// How long the process may take to say that it is there.
    private static let greeting = Duration.seconds(1)
    /// And to log in to a host that nobody was at yet.
    private static let patience = Duration.seconds(45)

    /// Nil where nobody is to be asked.
    convenience init?(
        _ plan: RemotePlan, _ rooms: Rooms, _ environment: [String: String], needsSignals: Bool, _ reporter: Reporter
    ) {
        guard plan.usesBackground else { return nil }
        self.init(
            plan.inventory, plan.environment, plan.identities, rooms, environment, needsSignals: needsSignals, reporter)
    }

    convenience init?(
        _ plan: DatabasePlan, _ rooms: Rooms, _ environment: [String: String], _ reporter: Reporter
    ) {
        guard plan.usesBackground else { return nil }
        self.init(
            plan.inventory, plan.environment, plan.request.identities, rooms, environment, needsSignals: false, reporter
        )
    }

    private init(
        _ inventory: Inventory, _ chosen: Environment, _ identities: [String], _ rooms: Rooms,
        _ environment: [String: String], needsSignals: Bool, _ reporter: Reporter
    ) {
        self.inventory = inventory
        self.chosen = chosen
        self.identities = identities
        self.rooms = rooms
        self.environment = environment
        self.needsSignals = needsSignals
        self.reporter = reporter
    }

    func host(of candidates: [Machine]) async -> LentHost? {
        guard let (connection, grant) = await borrow(.host, candidates), candidates.indices.contains(grant.host) else {
            return nil
        }
        return LentHost(
            machine: candidates[grant.host], connection: connection, bastion: grant.bastion, user: grant.user,
            greeting: grant.greeting, keys: grant.logins)
    }

    func bastion(towards machine: Machine) async -> (any LentConnection)? {
        await borrow(.bastion, [machine])?.0
    }

    /// For a tunnel.
    func way(to hosts: [Host], of environment: Environment) async -> LentWay? {
        guard let (connection, grant) = await borrow(.host, hosts.map(environment.machine)),
            hosts.indices.contains(grant.host)
        else { return nil }
        if reporter.format == .text { reporter.talk.say("using the sessions of the background process") }
        return LentWay(host: grant.host, bastion: grant.bastion, keys: grant.logins, connection: connection)
    }

    private func borrow(
        _ purpose: LoanRequest.Purpose, _ candidates: [Machine]
    ) async -> (SharedConnection, LoanGrant)? {
        let file = AbsolutePath.of(inventory.path)
        let place = BackgroundPlace(vpc: chosen.vpc, file: file, environment: environment)
        for socket in [place.socket, SessionVariables.socket(environment)].compactMap({ $0 }) {
            if let borrowed = await borrow(purpose, candidates, at: socket, of: file) { return borrowed }
        }
        return nil
    }

    private func borrow(
        _ purpose: LoanRequest.Purpose, _ candidates: [Machine], at socket: String, of file: String
    ) async -> (SharedConnection, LoanGrant)? {
        guard access(socket, F_OK) == 0, let digest = LoanFile.digest(file) else { return nil }
        do throws(TunnelFailure) { try SocketFolder.check(holding: socket) } catch {
            return refused(error.message)
        }
        guard let connection = await SharedConnection.connect(socket, saying: LoanHello.line) else { return nil }
        guard await connection.frame(within: Self.greeting)?.kind == .hello else {
            connection.close()
            return refused("it does not answer, or is of another version")
        }
        let request = LoanRequest(
            purpose, file: digest, environment: chosen.name, hosts: candidates.map(\.name),
            needsSignals: needsSignals, login: LoginChoice(identities: identities, environment: environment))
        connection.send(Frame(.ask, 0, request.bytes))
        guard let answer = await connection.frame(within: Self.patience) else {
            connection.close()
            return refused("it does not answer")
        }
        let said = Array(answer.payload.readableBytesView)
        guard answer.kind == .granted, let grant = LoanGrant(said) else {
            connection.close()
            return refused(String(decoding: said.prefix(512), as: UTF8.self))
        }
        if let objection = objection(to: grant.keys) {
            connection.close()
            return refused(objection)
        }
        await connection.keepAsking()
        return (connection, grant)
    }

    private func objection(to keys: [[UInt8]]) -> String? {
        if let known = state.withLock({ $0.standing[keys] }) { return known }
        let found = KeyStanding(rooms: rooms, inventory: inventory).objection(to: keys)
        state.withLock { _ = $0.standing.updateValue(found, forKey: keys) }
        return found
    }

    private func refused(_ why: String) -> (SharedConnection, LoanGrant)? {
        let isFirst = state.withLock { state in
            defer { state.hasSaid = true }
            return !state.hasSaid
        }
        if isFirst, reporter.verbose {
            reporter.talk.say("note: the sessions of the background process are not used: \(Escaped.text(why))")
        }
        return nil
    }
}

extension DatabasePlan {
    /// The request, to be served over the sessions of the background process where it is up.
    func request(_ rooms: Rooms, _ variables: [String: String], _ reporter: Reporter) -> TunnelRequest {
        var request = request
        guard let lender = BackgroundLender(self, rooms, variables, reporter) else { return request }
        request.lend = { [environment] in await lender.way(to: $0, of: environment) }
        return request
    }
}

/// How a visitor begins.
enum LoanHello {
    private static let start = "levels-ssh visits, version "

    static let line = start + OwnProgram.version

    /// The version that a visitor is of; nil where that is no visitor.
    static func version(_ line: String) -> String? {
        line.hasPrefix(start) ? String(line.dropFirst(start.count)) : nil
    }
}

/// levels.yaml, by what is in it: two processes that have read the same have made the same checks.
enum LoanFile {
    static func digest(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return FileDigest.sha256(of: descriptor)
    }
}
