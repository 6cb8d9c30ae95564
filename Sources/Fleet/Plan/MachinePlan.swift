public import AuthorizedKeys
public import Inventory

/// What one machine lacks and has too much of, and what would mend it.
public struct MachinePlan: Sendable, Hashable {
    public let machine: Machine
    /// What was looked at there; of anything else nothing is said, and nothing is changed.
    public let parts: Set<PlanPart>
    /// Empty where keys are not looked at.
    public let accounts: [AccountPlan]
    /// What is to be put there so that sshd refuses the keys of those who left; nil where that is there.
    public let revokedKeys: FileChange?
    /// The list of revoked keys there, as it is and as it is to be; nil where we may not put one.
    let revokedState: FileState?
    /// About the machine as a whole.
    public let notes: [PlanNote]
    /// The fewest refusals after which its sshd hangs up on any of the accounts; nil where sshd did not say.
    public let maxAuthTries: Int?
    /// Of a bastion whose guard was looked at: who may come to its SSH port.
    public let guarding: GuardPlan?
    /// By what its sshd lets people in, where that was looked at.
    public let policy: PolicyPlan?
    /// About the machine as a whole.
    public let ownRefusals: [PlanRefusal]

    public var refusals: [PlanRefusal] {
        ownRefusals + accounts.flatMap(\.refusals) + (guarding?.refusals ?? []).map { .guarding($0) }
            + (policy?.refusals ?? []).map { .policy($0) }
    }
    public var allNotes: [PlanNote] {
        notes + accounts.flatMap(\.notes) + (guarding?.notes ?? []).map { .guarding($0) }
            + (policy?.notes ?? []).map { .policy($0) }
    }
    public var isInStep: Bool {
        accounts.allSatisfy(\.isInStep) && revokedKeys == nil && guarding?.isInStep ?? true && policy?.isInStep ?? true
    }

    /// Every file that decides over who gets in, as far as it is ours to write.
    public var files: [FileState] { accounts.flatMap(\.files) + (revokedState.map { [$0] } ?? []) }

    /// What to ask of the machine; nil where there is nothing to change, or nothing that is not refused. An account in which
    /// something is refused stays as it is, and holds up no other one: somebody's key may be waiting there to be taken out.
    ///
    /// - Parameters:
    ///   - holder: who does it, for others who find the machine locked.
    ///   - patience: how long the machine waits to be told that it went well, in seconds.
    public func request(holder: RawText, patience: Int = 60) -> ChangeRequest? {
        // Whoever the whitelist would shut out is shut out by the keys' from= as well.
        guard ownRefusals.isEmpty, guarding?.shutsOut != true else { return nil }
        let accounts = accounts.filter(\.refusals.isEmpty)
        let kept = accounts.flatMap(\.quarantine)
        let guarding = guarding.flatMap { $0.refusals.isEmpty ? $0 : nil }
        return ChangeRequest(
            holder: holder, patience: patience,
            files: (revokedKeys.map { [$0] } ?? []) + accounts.flatMap(\.changes) + (guarding?.changes ?? [])
                + (policy?.changes ?? []),
            duties: (guarding?.duties ?? []) + (policy?.duties ?? []),
            quarantine: kept.isEmpty ? nil : Quarantine(name: "foreign_keys", bytes: kept))
    }

    /// Whether there is something that an apply would do.
    public var isToBeChanged: Bool { request(holder: RawText("")) != nil }

    /// Whether no apply brings it in step: there is nothing to hold its whitelist by.
    var isLacking: Bool { guarding?.isUnenforced == true }

    /// Whether the machine holds a change that nobody is at any more, and that has to be ended before another one.
    public var leftOver: PendingChange? {
        for case .leftOver(let change) in notes { return change }
        return nil
    }

    /// Whether it was read while somebody's change was not confirmed yet.
    var isUnsettled: Bool {
        leftOver.map { $0.state != .confirmed } ?? ownRefusals.contains { if case .busy = $0 { true } else { false } }
    }

    /// Accounts that have a file of keys whose lines are not known.
    var unreadAccounts: Set<String> {
        var users: Set<String> = []
        for account in accounts {
            for case .file(_, _, let problem) in account.refusals where problem.hidesLines {
                users.insert(account.user)
            }
            for case .fileUnread(_, _, let problem) in account.notes where problem.hidesLines {
                users.insert(account.user)
            }
        }
        return users
    }

    /// - Parameters:
    ///   - declared: ``DeclaredKeys/accounts(on:)`` of the machine.
    ///   - guarded: who may come to it, as is declared and as was measured; nil where that is not looked at.
    ///   - policy: how its sshd is to be, and how it was measured; nil where that is not looked at.
    public init(
        _ machine: Machine, declared: [DeclaredAccount], measured: MeasuredMachine,
        guarded: (whitelist: Whitelist, measured: MeasuredGuard)? = nil,
        policy: (subject: PolicySubject, measured: MeasuredPolicy)? = nil, rules: PlanRules
    ) {
        self.machine = machine
        parts = rules.parts
        let ports = measured.accounts.reduce(into: Set<Int>()) { $0.formUnion($1.settings.ports) }
        let guarding = guarded.map { GuardPlan($0.whitelist, measured: $0.measured, sshdPorts: ports) }
        self.guarding = rules.parts.contains(.whitelist) ? guarding : nil
        // By what this change loads as well, where it is part of it.
        let isGuarded = guarding.map { rules.parts.contains(.whitelist) ? $0.isEnforced : $0.isInStep } ?? false
        var notes: [PlanNote] = []
        var refusals: [PlanRefusal] = []
        if !measured.server.isKnown { notes.append(.serverGuessed) }
        if let error = measured.clock.error(at: rules.now) { notes.append(.clock(error)) }
        if let pending = measured.pending {
            if pending.isBusy {
                refusals.append(.busy(holder: pending.holder, age: pending.age))
            } else {
                notes.append(.leftOver(pending))
            }
        }
        if let last = measured.last, !last.isConfirmed { notes.append(.tookBack(last)) }
        var accounts: [AccountPlan] = []
        for account in rules.parts.contains(.keys) ? declared : [] {
            guard let found = measured.account(account.user) else { continue }
            var planner = AccountPlanner(
                rules, foreign: machine.foreign, machine: measured, account: found, declared: account,
                isGuarded: isGuarded)
            accounts.append(planner.plan())
        }
        self.notes = notes
        let settings = measured.accounts.filter { $0.entry != nil }.map(\.settings)
        maxAuthTries = settings.compactMap(\.knownMaxAuthTries).min()
        ownRefusals = refusals
        self.accounts = accounts
        // Whoever is told to go by a list that is not there refuses every key.
        let isNamed = policy != nil
        let revokedKeys =
            rules.parts.contains(.keys) || isNamed && measured.revokedKeys == nil
            ? Self.revokedKeys(measured, rules.roster, isNamed: isNamed) : nil
        self.revokedKeys = revokedKeys
        revokedState = measured.stateFolder.flatMap { folder in
            guard rules.parts.contains(.keys) || isNamed, measured.isRoot,
                revokedKeys != nil || measured.revokedKeys != nil
            else {
                return nil
            }
            return FileState(
                path: RawText(folder + "/revoked_keys"), before: measured.revokedKeys,
                after: revokedKeys?.new ?? measured.revokedKeys, problem: nil)
        }
        self.policy = policy.map { policy in
            PolicyPlan(
                policy.subject, measured: policy.measured, machine: measured,
                revokedKeys: measured.isRoot ? measured.stateFolder.map { $0 + "/revoked_keys" } : nil,
                admin: declared.first { $0.purposes.contains(.admin) }?.user, keysStay: !rules.parts.contains(.keys),
                now: rules.now)
        }
    }

    /// - Parameter isNamed: whether sshd's configuration is to name it; a file that is named and is not there has sshd refuse
    ///   every key.
    private static func revokedKeys(_ measured: MeasuredMachine, _ roster: Roster, isNamed: Bool) -> FileChange? {
        guard measured.isRoot, let folder = measured.stateFolder,
            isNamed || !roster.revokedFile.isEmpty || measured.revokedKeys != nil
        else { return nil }
        let change = FileChange(
            folder: folder, name: "revoked_keys", owner: 0, group: 0, mode: 0o644, old: measured.revokedKeys,
            bytes: roster.revokedFile)
        return change.old == change.new ? nil : change
    }
}

extension PendingChange {
    /// How long somebody may take to get from the lock to the point from which the machine helps itself, in seconds.
    static let longestPreparation: Int64 = 600

    /// Whether it is somebody's who is still at it. A process's number can be another's by now: hence a limit.
    public var isBusy: Bool { isAlive && (state != .preparing || (age ?? .max) < Self.longestPreparation) }
}
