internal import AuthorizedKeys
public import Inventory

/// What the sshd of machines is set to, rule by rule, and what is excepted.
extension AuditLine {
    /// A line for each rule and each way in which machines have it, with their names; and one for each machine that was not
    /// asked.
    public static func policy(
        _ judged: [(machine: Machine, judgement: PolicyJudgement)], unasked: [(machine: Machine, why: String)]
    ) -> [AuditLine] {
        var lines: [AuditLine] = []
        for rule in PolicyRule.all {
            var groups = MachineGroups<PolicyWay>()
            for (machine, judgement) in judged {
                for finding in judgement.kept where finding.rule == rule {
                    groups.add(machine, PolicyWay(finding.wanted.words, finding.shortly, .asDeclared))
                }
                for finding in judgement.broken where finding.rule == rule {
                    // What is only advised is nobody's to find different.
                    let verdict: Verdict = rule.weight == .required ? .differs : .advised
                    groups.add(machine, PolicyWay(finding.wanted.words, finding.measured, verdict))
                }
                for finding in judgement.exceptions
                where finding.state == .used && finding.exception.directive == rule.subject {
                    let until = "\(finding.exception.value) until \(finding.exception.until)"
                    groups.add(machine, PolicyWay(until, finding.measured, .asDeclared))
                }
            }
            for (way, machines) in groups.all {
                lines.append(
                    AuditLine(
                        .policy, "\(rule.directive): \(names(machines))", declared: way.wanted,
                        measured: way.measured, way.verdict, evidence: Requirement.pci(rule.evidence)))
            }
        }
        return lines + files(judged)
            + unasked.map {
                AuditLine(
                    .policy, name($0.machine), declared: "the login policy", measured: "not asked: \($0.why)",
                    .notMeasured)
            }
    }

    private struct PolicyWay: Hashable {
        let wanted: String
        let measured: String
        let verdict: Verdict

        init(_ wanted: String, _ measured: String, _ verdict: Verdict) {
            self.wanted = wanted
            self.measured = measured
            self.verdict = verdict
        }
    }

    /// A line for each file that is not as it should be, and one for all others.
    private static func files(_ judged: [(machine: Machine, judgement: PolicyJudgement)]) -> [AuditLine] {
        let count = judged.reduce(0) { $0 + $1.judgement.fileCount - $1.judgement.files.count }
        let good = AuditLine(
            .policy, "files of sshd's", declared: "root's, and written by nobody else",
            measured: "\(count) on \(counted(judged.count, "machine"))", .asDeclared,
            evidence: Requirement.pci("1.2.8", "2.2.6"))
        return (count > 0 ? [good] : [])
            + judged.flatMap { machine, judgement in
                judgement.files.map {
                    AuditLine(
                        .policy, name(machine), declared: "files of sshd's are root's, and written by nobody else",
                        measured: $0.message, $0.weight == .required ? .differs : .advised,
                        evidence: Requirement.pci("1.2.8", "2.2.6"))
                }
            }
    }

    /// Host keys that several machines are declared to have, as copies of one image do.
    public static func hostKeys(_ machines: [Machine]) -> [AuditLine] {
        var owners = MachineGroups<HostKeyPin>()
        for machine in machines { for pin in machine.hostKeys { owners.add(machine, pin) } }
        return owners.all.filter { $0.machines.count > 1 }.map { pin, machines in
            AuditLine(
                .policy, "host key \(pin.type.rawValue) of \(names(machines))", declared: "each machine has its own",
                measured: "\(machines.count) machines share it", .differs, evidence: Requirement.pci("2.2.6", "8.3.2"))
        }
    }

    /// A line for each exception and each way in which machines make use of it.
    public static func exceptions(_ judged: [(machine: Machine, judgement: PolicyJudgement)]) -> [AuditLine] {
        var groups = MachineGroups<ExceptedFinding>()
        for (machine, judgement) in judged { for finding in judgement.exceptions { groups.add(machine, finding) } }
        return groups.all.map { finding, machines in
            let exception = finding.exception
            let account = exception.user.map { " for \($0)" } ?? ""
            return AuditLine(
                .exceptions, "\(exception.directive.rawValue)\(account): \(names(machines))",
                declared: "\(exception.value), until \(exception.until), \(exception.owner): \(exception.reason)",
                measured: finding.standing, verdict(of: finding))
        }
    }

    /// A line for each machine on which our file is not as it is to be: what it would say may be kept all the same.
    static func dropIns(_ machines: [MachinePlan]) -> [AuditLine] {
        var groups = MachineGroups<String>()
        for machine in machines where machine.policy?.judgement != nil {
            let amiss = machine.policy?.amiss ?? []
            if !amiss.isEmpty { groups.add(machine.machine, amiss.joined(separator: "; ")) }
        }
        return groups.all.map { words, machines in
            AuditLine(
                .policy, "\(PolicyDropIn.name): \(names(machines))", declared: "as the policy has it, and read first",
                measured: words, .differs, evidence: Requirement.pci("1.2.8", "2.2.6"))
        }
    }

    private static func verdict(of finding: ExceptedFinding) -> Verdict {
        switch finding.state {
        case .used: .asDeclared
        case .pending: finding.cases.isEmpty ? .declared : .advised
        case .needless, .unasked, .expired: .advised
        }
    }

    /// The policy's table, the host keys, and the exceptions, of all machines that were looked at.
    public static func login(_ plan: FleetPlan, _ machines: [Machine]) -> [AuditLine] {
        var judged: [(machine: Machine, judgement: PolicyJudgement)] = []
        var unasked = plan.unread.map { (machine: $0.machine, why: $0.reason) }
        for machine in plan.machines {
            if let judgement = machine.policy?.judgement {
                judged.append((machine.machine, judgement))
                if let why = machine.policy?.leftOut { unasked.append((machine.machine, why)) }
            } else if let refusal = machine.policy?.refusals.first {
                unasked.append((machine.machine, refusal.message))
            }
        }
        return policy(judged, unasked: unasked) + dropIns(plan.machines) + hostKeys(machines) + exceptions(judged)
    }

    private static func names(_ machines: [Machine]) -> String {
        let names = machines.map(name).joined(separator: ", ")
        return machines.count > 3 ? "\(machines.count) machines: \(names)" : names
    }
}

/// Machines that have something in common, in the order in which they came.
private struct MachineGroups<Key: Hashable> {
    private var order: [Key] = []
    private var machines: [Key: [Machine]] = [:]

    var all: [(key: Key, machines: [Machine])] { order.map { ($0, machines[$0] ?? []) } }

    mutating func add(_ machine: Machine, _ key: Key) {
        if machines[key] == nil { order.append(key) }
        if machines[key]?.last != machine { machines[key, default: []].append(machine) }
    }
}
