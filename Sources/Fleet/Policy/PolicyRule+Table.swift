internal import Inventory

extension PolicyRule {
    /// Key-only login, forwarding, limits, logging, and the doors that keys come through.
    public static let all: [PolicyRule] = chapters.flatMap(\.rules)

    /// The same, under what they are about.
    public static let chapters: [(title: String, rules: [PolicyRule])] = [
        ("Keys are the only way in", login), ("Which tunnels there are", forwarding),
        ("How much, and how long", limits), ("What is written down", logging),
        ("Who may come, and by which files", doors),
    ]

    /// The same for every role.
    init(
        _ subject: PolicyDirective, _ require: PolicyRequirement, write: String?, _ reason: String, _ sources: String,
        but disputes: String? = nil, evidence: [String] = ["2.2.6"], weight: Weight = .required, others: [String] = [],
        isOptional: Bool = false
    ) {
        let roles = PolicyRole.allCases
        self.init(
            subject, Dictionary(uniqueKeysWithValues: roles.map { ($0, require) }),
            write: write.map { text in Dictionary(uniqueKeysWithValues: roles.map { ($0, text) }) } ?? [:],
            reason, sources, but: disputes, evidence: evidence, weight: weight, others: others,
            isOptional: isOptional)
    }

    /// One that is yes or no, and is written as it is required.
    init(
        _ subject: PolicyDirective, _ value: String, _ reason: String, _ sources: String, but disputes: String? = nil,
        evidence: [String] = ["2.2.6"], isOptional: Bool = false
    ) {
        self.init(
            subject, .oneOf([value]), write: value, reason, sources, but: disputes, evidence: evidence,
            isOptional: isOptional)
    }

    init(
        _ subject: PolicyDirective, _ require: [PolicyRole: PolicyRequirement], write: [PolicyRole: String],
        _ reason: String, _ sources: String, but disputes: String? = nil, evidence: [String] = ["2.2.6"],
        weight: Weight = .required, others: [String] = [], isOptional: Bool = false
    ) {
        self.init(
            subject: subject, weight: weight, require: require, written: write, others: others,
            isOptional: isOptional, reason: reason, sources: sources, disputes: disputes, evidence: evidence)
    }
}
