import Inventory
import Reach
import SSH

/// What a visitor is lent: a session with the first of these that can be had.
struct Loan: Sendable {
    let purpose: LoanRequest.Purpose
    let machines: [Machine]
    /// Of each of the machines, its place in the request.
    let places: [Int]
    let options: ReachOptions
    let household: Household
    let needsSignals: Bool
    let inventory: Inventory
    let environment: Environment

    /// Whether a visitor may be connected to a port: what the visitor has asked itself before.
    func mayReach(_ host: String, _ port: Int) -> Bool {
        let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        guard let target = try? HostPort("\(name):\(port)") else { return false }
        switch purpose {
        case .bastion: return machines.contains { $0.address == target }
        case .host:
            do throws(IsolationRefusal) {
                try inventory.checkForwarding(to: target, in: environment)
                return true
            } catch {
                return false
            }
        }
    }
}

/// Why a visitor is lent nothing.
struct LoanRefusal: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

extension Keeper {
    /// Judges a request. The visitor has checked all of it, by the same levels.yaml; so have we, before anything is dialled.
    func loan(_ request: LoanRequest) async throws(LoanRefusal) -> Loan {
        guard !isLeaving else { throw LoanRefusal("it is about to go") }
        let own = LoginChoice(identities: request.login.identities, environment: environment)
        guard own == request.login else { throw LoanRefusal("it has other keys, or another agent") }
        guard let household = households[request.login.identities] else {
            throw LoanRefusal("it was started with other keys")
        }
        let inventory = try inventory(request.file)
        guard let environment = inventory.environment(named: request.environment), environment.vpc == vpc else {
            throw LoanRefusal("\(request.environment) is not in its VPC")
        }
        let machines = try machines(request.hosts, of: environment, in: inventory)
        var options: ReachOptions
        do { options = try await household.options(inventory, file: request.file) } catch {
            throw LoanRefusal(CommandFailure(error).message)
        }
        options.login = .environment(environment)
        // A host that does not answer holds up all others; whoever wants it can wait for it by themselves.
        options.patience.lastOpen = options.patience.open
        let places = await Self.warmFirst(machines, environment, household, options)
        return Loan(
            purpose: request.purpose, machines: places.map { machines[$0] }, places: places, options: options,
            household: household, needsSignals: request.needsSignals, inventory: inventory, environment: environment)
    }

    private func machines(
        _ names: [String], of environment: Environment, in inventory: Inventory
    ) throws(LoanRefusal) -> [Machine] {
        do throws(CommandFailure) {
            guard !names.isEmpty else { throw .usage("no host is named", hint: nil) }
            let hosts = try environment.hosts(named: names)
            guard hosts.map(\.name) == names else { throw .usage("a host is named twice", hint: nil) }
            try RemotePlan.check(hosts, of: environment, in: inventory)
            return hosts.map(environment.machine)
        } catch {
            throw LoanRefusal(error.message)
        }
    }

    /// Where any host will do, one that a session is open with does best.
    private static func warmFirst(
        _ machines: [Machine], _ environment: Environment, _ household: Household, _ options: ReachOptions
    ) async -> [Int] {
        guard machines.count > 1 else { return Array(machines.indices) }
        var (warm, cold): ([Int], [Int]) = ([], [])
        for (place, machine) in machines.enumerated() {
            let isWarm = await household.pool.isWarm(
                host: machine.address.host, port: machine.address.port, user: environment.hosts.user,
                pinned: options.trust(machine).pinned)
            if isWarm { warm.append(place) } else { cold.append(place) }
        }
        return warm + cold
    }
}
