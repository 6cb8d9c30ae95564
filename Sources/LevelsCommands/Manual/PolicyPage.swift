import AuthorizedKeys
import Fleet
import Inventory

/// levels-policy(7): every rule of the login policy, made from the rules that machines are held to.
struct PolicyPage {
    static let name = "levels-policy"
    let date: String

    var roff: String {
        var lines = [
            ".\\\" Made from the rules of the login policy by levels-ssh; edit these, and run make generate.",
            ".TH LEVELS\\-POLICY 7 \(date) \"levels-ssh \(LevelsSSH.version)\"",
            ".SH NAME", "levels\\-policy \\- what levels\\-ssh holds every sshd to, and why",
            ".SH DESCRIPTION",
        ]
        lines += Self.introduction
        lines.append(".SH RULES")
        for chapter in PolicyRule.chapters {
            lines.append(".SS " + ManualPage.text(chapter.title))
            for rule in chapter.rules { lines += Self.entry(rule) }
        }
        lines += [
            ".SH SEE ALSO", ".BR levels\\-ssh\\-plan (1),", ".BR levels\\-ssh\\-apply (1),",
            ".BR levels\\-ssh\\-audit (1),", ".BR levels.yaml (5),", ".BR sshd_config (5)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static let introduction = [
        "What an", ".BR sshd (8)", "must be set to, by what its machine is for: a bastion, a host that tunnels end on",
        "(a database is declared for its environment), or any other host.", ".B levels\\-ssh plan",
        "tells what differs, with the file and line that decides,", ".B levels\\-ssh apply",
        "puts in force what is said here to be written, by one file of its own,",
        ".IR sshd_config.d/00\\-levels.conf ,", "and", ".B levels\\-ssh audit", "tells both to whoever has to show it.",
        "What is already set to a value that a rule allows stays as it is.", "Times are in seconds.", ".PP",
        "A rule that is", ".I advised", "is said, and is no difference: what to set is for the house to choose.",
        "What has to differ is declared as an exception in", ".BR levels.yaml (5),",
        "under the VPC for its bastions or under the environment for its hosts, by somebody, with a reason and for a time.",
        "A directive is asked for only of an sshd that knows it.", ".PP",
        "A machine that keeps a rule is evidence for the requirements of PCI DSS 4.0.1 that are named with it,",
        "not proof of the whole of them.",
    ]

    private static func entry(_ rule: PolicyRule) -> [String] {
        let names = ([rule.directive] + rule.others).map { "\\fB\(ManualPage.text($0))\\fR" }.joined(separator: " or ")
        var lines = [".TP", names + (rule.weight == .advised ? " (advised)" : "")]
        let verb = rule.weight == .advised ? "Should be" : "Must be"
        lines += Terms.of(rule).map { ManualPage.text("\(verb) \($0.words).") }
        lines.append(ManualPage.text("Reason: \(rule.reason)."))
        lines.append(ManualPage.text("Sources: \(rule.provenance)."))
        if !rule.evidence.isEmpty {
            lines.append(ManualPage.text("Evidence for \(rule.evidence.joined(separator: ", "))."))
        }
        var limits: [String] = []
        if rule.since > SSHDVersion(8, 0) { limits.append("known since OpenSSH \(rule.since)") }
        if rule.isOptional { limits.append("not asked where sshd was built without it") }
        if let first = limits.first {
            limits[0] = first.prefix(1).uppercased() + first.dropFirst()
            lines.append(ManualPage.text(limits.joined(separator: "; ") + "."))
        }
        return lines
    }

    /// What is asked of machines for which it is the same.
    private struct Terms {
        var roles: [PolicyRole]
        let required: String
        let written: String?

        static func of(_ rule: PolicyRule) -> [Terms] {
            PolicyRole.allCases.reduce(into: [Terms]()) { terms, role in
                guard let requirement = rule.require[role] else { return }
                // Which file it is depends on the machine.
                let file = rule.subject == .revokedKeys ? "the file that apply keeps there" : nil
                let (required, written) = (requirement.words, rule.written[role] ?? file)
                if let same = terms.firstIndex(where: { $0.required == required && $0.written == written }) {
                    terms[same].roles.append(role)
                } else {
                    terms.append(Terms(roles: [role], required: required, written: written))
                }
            }
        }

        var words: String {
            let places =
                roles.count == PolicyRole.allCases.count
                ? "" : " on " + roles.map(\.places).joined(separator: " and ")
            let write = written.map { $0 == required ? "" : "; written: \($0)" } ?? "; nothing is written"
            return required + places + write
        }
    }
}

extension PolicyRole {
    fileprivate var places: String {
        switch self {
        case .bastion: "bastions"
        case .tunnelHost: "hosts that tunnels end on"
        case .host: "other hosts"
        }
    }
}
