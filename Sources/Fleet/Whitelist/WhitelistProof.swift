public import Inventory

/// Whether a bastion lets come whom its VPC's whitelist declares, and nobody else, as it says itself: what is in its kernel,
/// and what it starts with.
public struct WhitelistProof: Sendable, Hashable {
    public enum Outcome: Sendable, Hashable {
        case asDeclared
        case differs(GuardPlan)
        /// Why, fit for a terminal: lower case, no final stop.
        case notMeasured(String)
    }

    public let machine: Machine
    public let outcome: Outcome
    /// Whom it lets come.
    public let admission: GuardPlan.Admission
    /// How many networks are declared, with those that adjoin made one; nil where it was not read.
    public let count: Int?

    init(_ machine: Machine, _ plan: GuardPlan) {
        self.machine = machine
        admission = plan.admission
        count = plan.count
        // What is known to differ says more than what could not be read beside it. That we would not change it for our own
        // sake says nothing of how it is.
        if !plan.differences.isEmpty {
            outcome = .differs(plan)
        } else if let refusal = plan.refusals.first(where: { if case .ownAddress = $0 { false } else { true } }) {
            outcome = .notMeasured(refusal.message)
        } else {
            outcome = .asDeclared
        }
    }

    init(_ machine: Machine, unread reason: String) {
        self.machine = machine
        outcome = .notMeasured(reason)
        admission = .unknown(reason)
        count = nil
    }

    /// One line for each thing there is to say, escaped.
    public var words: [String] {
        switch outcome {
        case .asDeclared: ["as declared"]
        case .differs(let plan): plan.text
        case .notMeasured(let why): ["not measured: \(why)"]
        }
    }

    var fact: Fact {
        let name =
            switch outcome {
            case .asDeclared: "as-declared"
            case .differs: "differs"
            case .notMeasured: "not-measured"
            }
        let plan: Fact? = if case .differs(let plan) = outcome { plan.fact } else { nil }
        return .record([
            "vpc": .text(machine.vpc), "name": .text(machine.name), "address": .text(machine.address.description),
            "outcome": .text(name), "networks": count.map { .number(Int64($0)) },
            "message": .text(words.joined(separator: "; ")), "differences": plan?["differences"],
        ])
    }
}

extension FleetPlan {
    /// Of each bastion of a VPC that declares a whitelist, in the order of the plan; then those that could not be read.
    public func whitelists(in inventory: Inventory) -> [WhitelistProof] {
        let read = machines.compactMap { plan in
            plan.guarding.flatMap { $0.isDeclared ? WhitelistProof(plan.machine, $0) : nil }
        }
        return read
            + unread.filter { $0.machine.role == .bastion && inventory.declaresWhitelist($0.machine.vpc) }.map {
                WhitelistProof($0.machine, unread: $0.reason)
            }
    }
}

extension Inventory {
    fileprivate func declaresWhitelist(_ name: String) -> Bool {
        vpc(named: name).map { !$0.whitelist.isEmpty || !$0.expiredWhitelist.isEmpty } ?? false
    }
}
