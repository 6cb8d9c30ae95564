/// One thing that was looked at: what is declared of it, what was measured, and whether the two agree.
public struct AuditLine: Sendable, Hashable {
    public enum Area: String, Sendable, Hashable, CaseIterable {
        /// What machines hold: authorized_keys, revoked_keys.
        case keys
        /// What sshd answers when a key is offered.
        case answers
        /// What sshd is set to.
        case policy
        /// What of that may be otherwise, for a time.
        case exceptions
        /// Who is let in to the bastions, by address.
        case whitelist
        /// Whether one VPC can be reached from another.
        case isolation
        /// What was to be taken out, and could not be so far.
        case owed

        public var title: String {
            switch self {
            case .keys: "Keys on machines"
            case .answers: "What sshd answers"
            case .policy: "Login policy"
            case .exceptions: "Exceptions from the login policy"
            case .whitelist: "IP whitelist"
            case .isolation: "Isolation of VPCs"
            case .owed: "Owed revocations"
            }
        }

        /// What a line of the kind is evidence for: requirements of PCI DSS, and controls of NIST SP 800-53 rev. 5.
        public var evidence: [Requirement] {
            switch self {
            case .keys: Requirement.pci("7.2.4", "8.2.1", "8.2.2", "8.2.4") + Requirement.nist("AC-2", "IA-5")
            case .answers: Requirement.pci("7.2.4", "8.2.5", "8.3.1") + Requirement.nist("AC-3", "IA-2", "PS-4")
            // Each of its lines has its own.
            case .policy: Requirement.pci("2.2.6", "2.2.7", "8.3.1") + Requirement.nist("CM-6", "CM-7", "AC-17")
            case .exceptions: Requirement.pci("2.2.6") + Requirement.nist("CM-3", "CM-6")
            case .whitelist: Requirement.pci("1.2.5", "1.2.7", "1.2.8") + Requirement.nist("SC-7", "AC-17")
            case .isolation: Requirement.pci("1.3.1", "1.4.2") + Requirement.nist("SC-7")
            case .owed: Requirement.pci("8.2.5") + Requirement.nist("PS-4", "AC-2(3)")
            }
        }
    }

    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        case asDeclared = "as-declared"
        case differs
        case notMeasured = "not-measured"
        /// It was measured, and falls short of nothing but advice: what is only advised and is not so, or an exception that
        /// nothing needs or whose time is over. No difference.
        case advised
        /// Nothing was measured: it stands in the declaration, and is shown for whoever reviews that.
        case declared

        public var words: String {
            switch self {
            case .asDeclared: "as declared"
            case .differs: "differs"
            case .notMeasured: "not measured"
            case .advised: "advised only"
            case .declared: "declared, not measured"
            }
        }
    }

    public let area: Area
    /// `host app-1, app`. As it is: whoever shows it escapes it, and the rest as well.
    public let subject: String
    public let declared: String
    public let measured: String
    public let verdict: Verdict
    /// What it is evidence for.
    public let evidence: [Requirement]

    /// - Parameter evidence: nil for that of the whole area.
    public init(
        _ area: Area, _ subject: String, declared: String, measured: String, _ verdict: Verdict,
        evidence: [Requirement]? = nil
    ) {
        self.area = area
        self.subject = subject
        self.declared = declared
        self.measured = measured
        self.verdict = verdict
        self.evidence = evidence ?? area.evidence
    }
}
