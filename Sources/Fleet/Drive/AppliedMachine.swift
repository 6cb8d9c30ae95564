internal import AuthorizedKeys
public import Inventory

/// What came of one machine.
public struct AppliedMachine: Sendable {
    public enum Outcome: Sendable, Hashable {
        /// There was nothing to do.
        case inStep
        /// There is something to do, and all of it is refused: the plan says why.
        case refused
        /// What there is to do is nothing that we could do there: the plan says what it lacks. All else is in step.
        case lacking
        /// It differs in another way than was agreed to.
        case otherwise
        case changed(MachineChange.Outcome)
        /// Why, fit for a terminal.
        case unread(String)
        /// It shows another host key than the declared one, or speaks no SSH that we can: nothing was sent to it. Fit for a
        /// terminal.
        case mistrusted(String)
    }

    public let machine: Machine
    /// What was found there, and was to be done; nil where it could not be read.
    public let plan: MachinePlan?
    public let outcome: Outcome
    /// Fingerprints of the keys that the logins on the way to it were made with.
    public var loginKeys: [String] = []

    public init(machine: Machine, plan: MachinePlan?, outcome: Outcome) {
        self.machine = machine
        self.plan = plan
        self.outcome = outcome
    }

    /// What is still to be done there, as far as the machine was read.
    public var owed: Set<Debt.Claim> {
        guard let plan else { return [] }
        switch outcome {
        case .inStep, .lacking: return []
        case .changed(.done): return plan.refusedClaims
        case .refused, .otherwise, .changed, .unread, .mistrusted: return plan.claims
        }
    }

    /// Accounts of which it is not known what they hold; nil where that is so of all, since the machine was not read, or
    /// was read while a change that nobody has confirmed was in place: what is there then may be taken back.
    public var unreadAccounts: Set<String>? {
        guard let plan else { return nil }
        if plan.isUnsettled, outcome != .changed(.done) { return nil }
        return plan.unreadAccounts
    }

    /// Whether somebody has to look, rather than to try again.
    public var isRefused: Bool {
        switch outcome {
        case .refused: true
        // Whoever else is at it there: nothing was to be done.
        case .inStep, .lacking: false
        case .changed(.done): !(plan?.refusals.isEmpty ?? true)
        case .changed(.failed(let failure)): failure.step == .busy
        case .changed, .otherwise, .unread, .mistrusted: false
        }
    }

    /// Whether all was done there that can be, and yet it is not as declared.
    public var isLacking: Bool {
        switch outcome {
        case .lacking: true
        case .changed(.done): plan?.isLacking ?? false
        case .inStep, .refused, .otherwise, .changed, .unread, .mistrusted: false
        }
    }

    /// Whether trying again may help.
    public var isUnfinished: Bool {
        switch outcome {
        case .inStep, .lacking, .changed(.done), .refused: false
        case .otherwise, .changed, .unread, .mistrusted: true
        }
    }

    /// What became of it, in words: lower case, no final stop, escaped.
    public var words: String {
        switch outcome {
        case .inStep: "in step"
        case .refused: "refused: \(plan?.refusals.first?.message ?? "nothing may be changed there")"
        case .otherwise: "left alone: it differs in another way by now than was agreed to"
        case .lacking: "left as it is: \(lack ?? "it lacks something")"
        case .changed(.done) where !(plan?.refusals.isEmpty ?? true): "changed, but for what is refused"
        case .changed(.done): "changed" + (lack.map { ", but for this: \($0)" } ?? "")
        case .changed(.untouched(let why)): "left alone: \(why)"
        case .changed(.failed(let failure)): "not changed: \(failure.words)"
        case .changed(.reverted(let why)): "taken back: \(why)"
        case .changed(.unknown(let why, let seconds)):
            "not known: \(why)" + (seconds > 0 ? "; it takes itself back within \(seconds) s" : "")
        case .unread(let why), .mistrusted(let why): "not read: \(why)"
        }
    }

    private var lack: String? {
        plan?.guarding?.differences.first { $0.kind == .unenforced }.map { "whitelist: \($0.reason)" }
    }

    /// Something to type or to do; nil where there is none.
    public var hint: String? {
        switch outcome {
        case .refused: plan?.refusals.first?.hint
        case .inStep: nil
        case .lacking: plan?.guarding?.hint
        case .changed(.done): plan?.refusals.first?.hint ?? plan?.guarding?.hint
        case .otherwise: "levels-ssh plan, and then apply again"
        case .changed(.failed(let failure)): failure.step.hint
        case .changed, .unread: "levels-ssh apply, once it answers"
        case .mistrusted:
            "ask whoever keeps it: it was replaced, and levels.yaml must follow, or somebody stands in between"
        }
    }

    /// The word for programs.
    var name: String {
        switch outcome {
        case .inStep: "in-step"
        case .lacking: "lacking"
        case .refused: "refused"
        case .otherwise: "otherwise"
        case .changed(.done): "changed"
        case .changed(.untouched): "untouched"
        case .changed(.failed): "failed"
        case .changed(.reverted): "reverted"
        case .changed(.unknown): "unknown"
        case .unread: "unread"
        case .mistrusted: "mistrusted"
        }
    }
}

extension ChangeAnswer.Failure {
    fileprivate var words: String {
        if let said { return "\(step.message): \(said.escaped(limit: 200))" }
        guard step == .busy, let pending else { return step.message }
        return PlanRefusal.busy(holder: pending.holder, age: pending.age).message
    }
}

extension MachinePlan {
    /// What it would pay if nothing in it were refused, and does not.
    fileprivate var refusedClaims: Set<Debt.Claim> {
        if !ownRefusals.isEmpty { return claims }
        let refused = Set(accounts.filter { !$0.refusals.isEmpty }.map(\.user))
        return claims.filter { refused.contains($0.account) }
    }
}
