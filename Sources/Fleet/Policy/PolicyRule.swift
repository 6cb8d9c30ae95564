public import AuthorizedKeys
public import Inventory

/// A rule of the login policy: a directive of sshd_config(5), and what it must be.
public struct PolicyRule: Sendable, Hashable {
    public enum Weight: String, Sendable, Hashable {
        /// Whatever breaks it differs from what is declared.
        case required
        /// It is said, and is no difference: what to set is for the house to choose, not for us.
        case advised
    }

    public let subject: PolicyDirective
    public let weight: Weight
    /// Who has no requirement here is not asked.
    public let require: [PolicyRole: PolicyRequirement]
    /// What our drop-in says where the measured value breaks the rule; nil where that is not ours to choose.
    public let written: [PolicyRole: String]
    /// Directives that serve as well: one that is set is enough.
    public let others: [String]
    /// Whether a build of sshd may lack it: such a one never names it, and is not asked.
    public let isOptional: Bool
    /// Lower case, no final stop.
    public let reason: String
    /// Who asks for it.
    public let sources: String
    /// Who asks for less, or for the contrary; nil where nobody does.
    public let disputes: String?
    /// What a machine that keeps it is evidence for, of PCI DSS.
    public let evidence: [String]

    /// The directive, as sshd_config(5) spells it; it names the rule.
    public var directive: String { subject.rawValue }
    /// The first OpenSSH that knows it, under either name; one that is older is not asked.
    public var since: SSHDVersion { subject.since }
    /// The first OpenSSH that takes it in a `Match` block; nil where none does.
    public var inMatch: SSHDVersion? { subject.inMatch }

    /// As `sshd -T` writes its names.
    var words: [String] { ([directive] + (subject.former.map { [$0] } ?? []) + others).map { $0.lowercased() } }

    /// The values that sshd goes by, joined by blanks; nil where it is set to nothing.
    func value(in settings: EffectiveSettings) -> String? {
        words.lazy.compactMap { settings.values[$0]?.joined(separator: " ") }.first { !$0.isEmpty }
    }

    /// What it requires of a machine; nil where that has no such rule.
    func requirement(_ role: PolicyRole, version: SSHDVersion, of settings: EffectiveSettings) -> PolicyRequirement? {
        guard since <= version, !isOptional || words.contains(where: { settings.values[$0] != nil }) else { return nil }
        return require[role]
    }

    /// For people: `CIS, STIG, PCI-DSS; dev-sec and Lynis take prohibit-password as well`
    public var provenance: String { disputes.map { "\(sources); \($0)" } ?? sources }

    /// Whether two values are one to sshd, which has more than one word for some, and another of them in each version.
    static func isSame(_ one: String, _ other: String?) -> Bool {
        func folded(_ value: String) -> String {
            switch value.lowercased() {
            case "without-password": "prohibit-password"
            case "debug1": "debug"
            case let word: word
            }
        }
        return other.map { folded($0) == folded(one) } ?? false
    }

    static func named(_ directive: PolicyDirective) -> PolicyRule? { all.first { $0.subject == directive } }
}
