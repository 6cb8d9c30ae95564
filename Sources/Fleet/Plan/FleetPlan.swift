public import Inventory

/// The plans of all machines that were asked, and those that could not be read.
public struct FleetPlan: Sendable {
    public struct Unread: Sendable, Hashable {
        public let machine: Machine
        /// Why, fit for a terminal: lower case, no final stop.
        public let reason: String
        /// What that comes to by itself: 76 where it shows another host key than the declared one, or speaks no SSH that
        /// we can.
        public let exit: ExitStatus

        public init(machine: Machine, reason: String, exit: ExitStatus = .tryAgain) {
            self.machine = machine
            self.reason = reason
            self.exit = exit == .protocolMismatch ? exit : .tryAgain
        }
    }

    public let refusals: [PlanRefusal]
    public let machines: [MachinePlan]
    public let unread: [Unread]

    /// - Parameter refusals: ``PlanRules/refusals``
    public init(refusals: [PlanRefusal], machines: [MachinePlan], unread: [Unread]) {
        self.refusals = refusals
        self.machines = machines
        self.unread = unread
    }

    public var isInStep: Bool { machines.allSatisfy(\.isInStep) && unread.isEmpty }

    /// A machine that could not be read says more than one that differs: what it holds is not known. Most of all says one
    /// that may be somebody else's.
    public var exit: ExitStatus {
        if unread.contains(where: { $0.exit == .protocolMismatch }) { return .protocolMismatch }
        return !unread.isEmpty ? .tryAgain : isInStep ? .done : .difference
    }

    /// Lines for a terminal; machines of which there is nothing to say but that they are in step are counted, not listed.
    public var text: [String] {
        var lines = refusals.flatMap { ["refused: \($0.message)", "  hint: \($0.hint)"] }
        lines += machines.filter(\.isWorthTelling).flatMap(\.text)
        lines += unread.map { "\($0.machine.role.rawValue) \($0.machine.name): not read: \($0.reason)" }
        let inStep = machines.count(where: \.isInStep)
        let different = machines.count - inStep
        return lines + ["\(inStep) in step, \(different) different, \(unread.count) not read"]
    }

    public var fact: Fact {
        .record([
            "refusals": .list(refusals.map(\.fact)), "machines": .list(machines.map(\.fact)),
            "unread": .list(
                unread.map { unread in
                    .record(
                        of: unread.machine,
                        [
                            "reason": .text(unread.reason)
                        ])
                }), "exit": .number(Int64(exit.rawValue)),
        ])
    }
}
