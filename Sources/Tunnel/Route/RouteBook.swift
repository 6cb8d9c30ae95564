import NIOCore

/// Which ways there are, in order of preference, and which of them are known to be blocked.
///
/// A bastion or host that could not be reached is put last for a while, not left out: when everything else is dead too it
/// is the best there is. When its time is over it has its old place again. Confined to its tunnel.
final class RouteBook {
    /// Positions in the declared lists.
    struct Route: Hashable, Sendable {
        let bastion: Int
        let host: Int
    }

    private let bastionCount: Int
    private let hostCount: Int
    /// How long a dead one is remembered.
    private let memory: TimeAmount
    private var bastionDeadUntil: [Int: NIODeadline] = [:]
    private var hostDeadUntil: [Int: NIODeadline] = [:]

    init(bastions: Int, hosts: Int, memory: TimeAmount) {
        bastionCount = bastions
        hostCount = hosts
        self.memory = memory
    }

    func bastionFailed(_ index: Int, now: NIODeadline) { bastionDeadUntil[index] = now + memory }

    func hostFailed(_ index: Int, now: NIODeadline) { hostDeadUntil[index] = now + memory }

    func worked(_ route: Route) {
        bastionDeadUntil[route.bastion] = nil
        hostDeadUntil[route.host] = nil
    }

    func bastions(now: NIODeadline) -> [Int] { order(bastionCount, bastionDeadUntil, now) }

    func hosts(now: NIODeadline) -> [Int] { order(hostCount, hostDeadUntil, now) }

    private func order(_ count: Int, _ deadUntil: [Int: NIODeadline], _ now: NIODeadline) -> [Int] {
        func isDead(_ index: Int) -> Bool { deadUntil[index].map { now < $0 } ?? false }
        return (0..<count).filter { !isDead($0) } + (0..<count).filter(isDead)
    }
}
