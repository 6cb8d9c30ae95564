public import AuthorizedKeys
public import Inventory
public import Reach
import SSH

/// What fleet work goes by: what is declared, how machines are reached, and who does it.
public struct FleetWork: Sendable {
    public var reach: ReachOptions
    public var declared: DeclaredKeys
    public var rules: PlanRules
    /// Who does it, for others who find a machine locked: `alice@laptop`. Free text.
    public var holder: RawText
    public var limits = FleetLimits()
    /// Told of each machine that is about to be changed; gives a reason to leave it alone, fit for a terminal, or nil.
    public var willChange: @Sendable (MachinePlan) async -> String? = { _ in nil }

    /// The keys that the operator logs in with become the rules' own: they must not go from an admin account.
    public init(reach: ReachOptions, declared: DeclaredKeys, rules: PlanRules, holder: RawText) {
        self.reach = reach
        self.declared = declared
        self.holder = holder
        var rules = rules
        rules.ownKeys.formUnion(reach.identities.compactMap { try? PublicKey(blob: $0.publicKey.bytes) })
        self.rules = rules
    }

    /// Reads every machine, and says what would have to change there. Nothing is changed.
    ///
    /// When the task is cancelled, machines that were not read by then are told as such.
    public func plan(
        _ machines: [Machine], onEvent: @escaping @Sendable (ReachEvent) -> Void = { _ in }
    ) async -> FleetPlan {
        let visits = await withReach(machines, reach, onEvent: onEvent) { reached in
            await MachineWork(self, reached).plan()
        }
        var plans: [MachinePlan] = []
        var unread: [FleetPlan.Unread] = []
        for visit in visits {
            switch visit.result {
            case .success(.success(let plan)): plans.append(plan)
            case .success(.failure(let trouble)): unread.append(.init(machine: visit.machine, reason: trouble.message))
            case .failure(let unreached):
                unread.append(
                    .init(machine: visit.machine, reason: unreached.reason.message, exit: unreached.exit))
            }
        }
        return FleetPlan(refusals: rules.refusals, machines: plans, unread: unread)
    }

    /// Reads every machine again and brings it in step, each by itself: one that fails holds up no other one.
    ///
    /// Once ``ReachOptions/isStopping`` says so no machine is begun any more; those that are under way are confirmed or
    /// taken back before this returns.
    /// - Parameter agreed: the plan that was agreed to; a machine that differs otherwise by now stays as it is. Nil to
    ///   change whatever differs.
    public func apply(
        _ machines: [Machine], agreed: FleetPlan? = nil, onEvent: @escaping @Sendable (ReachEvent) -> Void = { _ in }
    ) async -> FleetApplication {
        guard rules.refusals.isEmpty else { return FleetApplication(refusals: rules.refusals, machines: []) }
        let known = agreed.map {
            Dictionary($0.machines.map { ($0.machine, $0) }, uniquingKeysWith: { first, _ in first })
        }
        let visits = await withReach(machines, reach, onEvent: onEvent) { reached in
            var applied = await MachineWork(self, reached).apply(agreed: known.map { $0[reached.machine] })
            applied.loginKeys = reached.keys.fingerprints
            return applied
        }
        return FleetApplication(
            refusals: [],
            machines: visits.map { visit in
                switch visit.result {
                case .success(let applied): applied
                case .failure(let unreached):
                    AppliedMachine(
                        machine: visit.machine, plan: nil,
                        outcome: unreached.exit == .protocolMismatch
                            ? .mistrusted(unreached.reason.message) : .unread(unreached.reason.message))
                }
            })
    }
}

/// How long each script may take on a machine.
public struct FleetLimits: Sendable {
    public var survey = Duration.seconds(60)
    public var change = Duration.seconds(60)
    public var settle = Duration.seconds(30)
    /// Old logs are unpacked, and five seconds waited for what does not end.
    public var sessions = Duration.seconds(90)
    /// How long a machine waits to be told that a change went well, in seconds.
    public var patience = 90

    public init() {}
}
