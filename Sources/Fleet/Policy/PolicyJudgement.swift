public import AuthorizedKeys
public import Inventory

/// What a machine's sshd and its files make of the login policy.
public struct PolicyJudgement: Sendable, Hashable {
    public let role: PolicyRole
    /// Rules that are kept in every case, with what was measured.
    public let kept: [PolicyFinding]
    /// Rules that are broken in some case that nothing excepts, the required ones and the advised ones.
    public let broken: [PolicyFinding]
    public let exceptions: [ExceptedFinding]
    public let files: [FileFinding]
    /// Files that were looked at.
    public let fileCount: Int

    /// Whether all that is required is kept, or excepted.
    public var isKept: Bool {
        !broken.contains { $0.rule.weight == .required } && !files.contains { $0.weight == .required }
    }

    /// What differs from what is declared.
    public var differences: [String] {
        broken.filter { $0.rule.weight == .required }.map(\.message)
            + files.filter { $0.weight == .required }.map { "\($0.message): \($0.hint)" }
    }

    /// What else is to be said: advice, and exceptions.
    public var remarks: [String] {
        broken.filter { $0.rule.weight == .advised }.map(\.message)
            + files.filter { $0.weight == .advised }.map(\.message) + exceptions.map(\.message)
    }

    /// - Parameters:
    ///   - exceptions: ``Inventory/Inventory/exceptions(on:)`` of the machine.
    ///   - now: seconds since 1970-01-01 00:00 UTC; of what ends soon there is a word.
    public init(
        _ measured: MeasuredPolicy, role: PolicyRole, version: SSHDVersion,
        exceptions: (inForce: [PolicyException], expired: [PolicyException]) = ([], []), at now: Int64
    ) {
        self.role = role
        let cases = measured.cases
        var kept: [PolicyFinding] = []
        var broken: [PolicyFinding] = []
        var used: [PolicyException: [PolicyCase]] = [:]
        for rule in PolicyRule.all {
            guard let first = cases.first,
                let wanted = rule.requirement(role, version: version, of: first.settings)
            else { continue }
            let own = exceptions.inForce.filter { $0.directive == rule.subject }
            var bad: [PolicyCase] = []
            for one in cases {
                let value = rule.value(in: one.settings)
                guard !wanted.isMet(by: value, in: one.settings) else { continue }
                // One for the account goes before one for all.
                let meant = own.first { $0.user == one.user } ?? own.first { $0.user == nil }
                if let meant, PolicyRule.isSame(meant.value, value) {
                    used[meant, default: []].append(one)
                } else {
                    bad.append(one)
                }
            }
            let isBroken = !bad.isEmpty
            let told = isBroken ? bad : cases
            let finding = PolicyFinding(
                rule: rule, wanted: wanted, role: role, cases: PolicyCases.grouped(rule, told, of: cases))
            if isBroken {
                broken.append(finding)
            } else if !own.contains(where: { used[$0] != nil }) {
                kept.append(finding)
            }
        }
        self.kept = kept
        self.broken = broken
        self.exceptions =
            exceptions.inForce.map { Self.judge($0, used[$0], cases, role, version, now) }
            + exceptions.expired.map { ExceptedFinding(exception: $0, state: .expired, isEnding: false, cases: []) }
        files = measured.files.compactMap { FileFinding($0) }
        fileCount = measured.files.count
    }

    private static func judge(
        _ exception: PolicyException, _ used: [PolicyCase]?, _ cases: [PolicyCase], _ role: PolicyRole,
        _ version: SSHDVersion, _ now: Int64
    ) -> ExceptedFinding {
        let meant = cases.filter { exception.user == nil || $0.user == exception.user }
        let rule = PolicyRule.named(exception.directive)
        let wanted = cases.first.flatMap { rule?.requirement(role, version: version, of: $0.settings) }
        let state: ExceptedFinding.State
        if used != nil {
            state = .used
        } else if let wanted, let rule {
            let isTaken = meant.allSatisfy { wanted.isMet(by: exception.value, in: $0.settings) }
            state = isTaken && (!meant.isEmpty || rule.inMatch == nil) ? .needless : .pending
        } else {
            state = cases.isEmpty ? .pending : .unasked
        }
        let told = rule.map { PolicyCases.grouped($0, used ?? meant, of: cases) } ?? []
        return ExceptedFinding(
            exception: exception, state: state, isEnding: exception.isEnding(at: now),
            cases: state == .unasked ? [] : told)
    }
}
