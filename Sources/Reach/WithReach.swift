public import Inventory
import SSH

/// What came of one machine.
public struct MachineVisit<Value: Sendable>: Sendable {
    public let machine: Machine
    public let result: Result<Value, Unreached>
}

/// Logs in to every machine, and runs `body` there as soon as that machine is there, beside
/// the others: none waits for one that is slow, or dead.
///
/// One login at a bastion of each VPC carries the logins at all its hosts. When this returns, or is cancelled, no
/// connection is left. Bodies that are under way when it is cancelled find their sessions ended;
/// ``ReachOptions/isStopping`` is for whoever wants them to finish.
///
/// - Parameters:
///   - lender: whose sessions serve as well. Where one is lost before anything was begun over it, `body` runs again, over
///     one of our own, and what it came to before is dropped.
///   - onEvent: called from anywhere; it must not block.
/// - Returns: a visit for each machine, in their order.
public func withReach<Value: Sendable>(
    _ machines: [Machine], from lender: (any Lender)? = nil, _ options: ReachOptions,
    onEvent: @escaping @Sendable (ReachEvent) -> Void = { _ in }, body: @escaping @Sendable (Reached) async -> Value
) async -> [MachineVisit<Value>] {
    await eachDoor(machines, options, onEvent: onEvent) { door in
        if !door.context.isOver, let lent = await lender?.host(of: [door.machine]) {
            onEvent(.lent(lent.machine))
            defer { lent.connection.close() }
            let value = await body(Reached(lent))
            if await lent.connection.hasBegun { return .success(value) }
            onEvent(.lentInVain(lent.machine))
        }
        return await door.visit(body)
    }
}

/// Runs `body` for each machine, a VPC beside the other.
package func eachDoor<Value: Sendable>(
    _ machines: [Machine], _ options: ReachOptions, onEvent: @escaping @Sendable (ReachEvent) -> Void,
    body: @escaping @Sendable (Door) async -> Result<Value, Unreached>
) async -> [MachineVisit<Value>] {
    await withTaskGroup(of: [(place: Int, result: Result<Value, Unreached>)].self) { group in
        for (name, places) in Dictionary(grouping: machines.indices, by: { machines[$0].vpc }) {
            group.addTask {
                guard let vpc = options.inventory.vpc(named: name) else {
                    return places.map { (place: $0, result: .failure(.undeclared(machines[$0]))) }
                }
                let slots = LoginSlots(LoginLimiter(first: options.logins.first, most: options.logins.most))
                let context = ReachContext(options: options, slots: slots, onEvent: onEvent)
                return await VPCRound(machines: machines, context: context, gateway: Gateway(vpc, context), body: body)
                    .run(places)
            }
        }
        var results: [Int: Result<Value, Unreached>] = [:]
        for await part in group { for (place, result) in part { results[place] = result } }
        return machines.enumerated().map { place, machine in
            MachineVisit(machine: machine, result: results[place] ?? .failure(.undeclared(machine)))
        }
    }
}

extension Unreached {
    /// A machine of a VPC that the inventory does not have.
    fileprivate static func undeclared(_ machine: Machine) -> Unreached {
        Unreached(machine: machine, reason: .down("no VPC of that name is declared"), tries: 0)
    }
}

/// The machines of one VPC, in two rounds: hosts that the bastion got no answer from come again when all others have had
/// their turn, and are given longer.
private struct VPCRound<Value: Sendable>: Sendable {
    let machines: [Machine]
    let context: ReachContext
    let gateway: Gateway
    let body: @Sendable (Door) async -> Result<Value, Unreached>

    typealias Found = (place: Int, result: Result<Value, Unreached>)

    func run(_ places: [Int]) async -> [Found] {
        let patience = context.options.patience
        let first = await round(places, openLimit: patience.open) { !$0.isSilent }
        let silent = first.filter { $0.result.isSilent }.map(\.place)
        let second = await round(silent, openLimit: patience.lastOpen) { _ in true }
        await gateway.close()
        return first.filter { !$0.result.isSilent } + second
    }

    private func round(
        _ places: [Int], openLimit: Duration, isFinal: (Result<Value, Unreached>) -> Bool
    ) async -> [Found] {
        await withTaskGroup(of: Found.self) { group in
            var found: [Found] = []
            var rest = places[...]
            func begin() {
                guard let place = rest.popFirst() else { return }
                let door = Door(
                    machine: machines[place], gateway: gateway, context: context, openLimit: openLimit)
                group.addTask { (place, await body(door)) }
            }
            for _ in 0..<max(1, context.options.openMachines) { begin() }
            for await one in group {
                found.append(one)
                if case .failure(let failure) = one.result, isFinal(one.result) { context.onEvent(.unreached(failure)) }
                begin()
            }
            return found
        }
    }
}

extension Result where Failure == Unreached {
    /// Whether the bastion got no answer from it.
    fileprivate var isSilent: Bool {
        if case .failure(let failure) = self, case .timedOut(.open) = failure.reason { true } else { false }
    }
}
