import Inventory
import Reach
import SSH
import Synchronization
import Tunnel

/// What went through a forwarding, for the journal: which ways it took, and what its clients asked for.
final class ForwardTraffic: Sendable {
    struct Summary: Sendable {
        /// Hosts that were reached, each once.
        var hosts: [String] = []
        /// `bastion > host`, as they were taken, one after the other.
        var routes: [String] = []
        /// Keys that were logged in with, each once.
        var keys: [PublicKeyBlob] = []
        /// What clients asked for and may have, each once, the first ``mostTargets`` of them.
        var targets: [HostPort] = []
        /// Targets beyond those, as far as ``mostCounted``.
        var moreTargets = 0
        var clients = 0
        var refused = 0
        var received: UInt64 = 0
        var sent: UInt64 = 0
    }

    private struct State {
        var summary = Summary()
        var seen: Set<HostPort> = []
    }

    /// More would make a line that nobody reads, and that the bastion's syslog does not take whole.
    static let mostTargets = 32
    /// A client names as many as it likes: they are not all kept.
    static let mostCounted = 4096
    /// As of a tunnel: more than an outage a minute for a working day.
    private static let mostRoutes = 500

    private let state = Mutex(State())

    var summary: Summary { state.withLock { $0.summary } }

    func reached(_ host: String, over bastion: String, _ keys: [PublicKeyBlob]) {
        state.withLock { state in
            if !state.summary.hosts.contains(host) { state.summary.hosts.append(host) }
            for key in keys where !state.summary.keys.contains(key) { state.summary.keys.append(key) }
            if state.summary.routes.count < Self.mostRoutes {
                state.summary.routes.append("\(bastion.isEmpty ? "?" : bastion) > \(host)")
            }
        }
    }

    func note(_ event: ForwardEvent) {
        state.withLock { state in
            switch event {
            case .opened(_, let target):
                state.summary.clients += 1
                guard state.seen.count < Self.mostCounted, state.seen.insert(target).inserted else { return }
                if state.summary.targets.count < Self.mostTargets {
                    state.summary.targets.append(target)
                } else {
                    state.summary.moreTargets += 1
                }
            case .closed(_, _, let received, let sent, _, _):
                state.summary.received &+= received
                state.summary.sent &+= sent
            case .refused: state.summary.refused += 1
            }
        }
    }
}
