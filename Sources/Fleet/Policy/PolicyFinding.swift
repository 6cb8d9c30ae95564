/// What a machine's sshd does about one rule.
public struct PolicyFinding: Sendable, Hashable {
    public let rule: PolicyRule
    /// What is wanted of a machine of its role.
    public let wanted: PolicyRequirement
    public let role: PolicyRole
    /// The cases that it is told of.
    public let cases: [PolicyCases]

    /// `PasswordAuthentication is yes (/etc/ssh/sshd_config:12), and must be no: a password can be guessed, and shared
    /// (dev-sec sshd-27, Mozilla)`
    public var message: String {
        let must = rule.weight == .required ? "must" : "should"
        return "\(rule.directive) is \(measured), and \(must) be \(wanted.words): \(rule.reason) (\(rule.provenance))"
    }

    /// Every value, with whom it is for and where it is set.
    var measured: String { cases.map(\.words).joined(separator: ", ") }
    /// The values, with whom they are for.
    var shortly: String { cases.map(\.valueWords).joined(separator: ", ") }
}
