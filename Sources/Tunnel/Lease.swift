/// How long a tunnel may live, and how long it may do nothing.
struct Lease {
    private let lease: Duration?
    private let idle: Duration?

    init(_ options: TunnelOptions) {
        lease = options.lease
        idle = options.idle
    }

    enum Verdict: Equatable {
        case close(ClosingReason)
        case lookAgain(after: Duration)
        case never
    }

    /// What to do, given how old the tunnel is and how long it has been idle; nil while something is under way.
    func judge(age: Duration, idleFor: Duration?) -> Verdict {
        if let lease, age >= lease { return .close(.lease) }
        if let idle, let idleFor, idleFor >= idle { return .close(.idle) }
        // While something is under way idleness cannot begin before it ends, and that is not announced here.
        let untilIdle = idle.map { idleFor == nil ? min($0, .seconds(1)) : $0 - (idleFor ?? .zero) }
        guard let next = [lease.map { $0 - age }, untilIdle].compactMap({ $0 }).min() else { return .never }
        return .lookAgain(after: max(next, .milliseconds(10)))
    }

    func watch(_ tunnel: Tunnel) async {
        let begun = ContinuousClock.now
        while !Task.isCancelled {
            switch judge(age: .now - begun, idleFor: await tunnel.idleTime()) {
            case .never: return
            case .close(let reason): return await tunnel.close(reason, nil)
            // The passing of time is what is waited for.
            case .lookAgain(let after): try? await Task.sleep(for: after)
            }
        }
    }
}
