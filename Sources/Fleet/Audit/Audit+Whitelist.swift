internal import AuthorizedKeys
public import Inventory

/// Who may come to the bastions, by address: as declared, and as their packet filters say.
extension AuditLine {
    /// A line for each bastion, and one for each declared entry: the oldest in front, where that is known; otherwise those
    /// that end first, and those without an end last.
    ///
    /// - Parameters:
    ///   - proofs: of the bastions that were to be looked at; a VPC without any is shown as it is declared.
    ///   - vpcs: by name.
    ///   - ages: nil where the history of levels.yaml is not at hand.
    public static func whitelist(
        _ inventory: Inventory, _ roster: Roster, _ vpcs: [String], _ proofs: [WhitelistProof],
        ages: WhitelistAges? = nil, at now: Int64
    ) -> [AuditLine] {
        inventory.vpcs.filter { vpcs.contains($0.name) }.flatMap { vpc in
            let whitelist = Whitelist(of: vpc, in: inventory, roster, at: now)
            guard whitelist.isDeclared else {
                return [
                    AuditLine(
                        .whitelist, vpc.name, declared: "nothing: any address may come",
                        measured: "nothing was to be looked at", .declared)
                ]
            }
            let own = proofs.filter { $0.machine.vpc == vpc.name }
            let admitted = whitelist.addresses
            let entries = (whitelist.expired + whitelist.entries).map { entry in
                // Where people come from stands in their own files.
                (entry: entry, age: entry.source == .vpc ? ages?.age(of: entry.cidr, in: vpc.name) : nil)
            }.sorted { place($0) < place($1) }
            return own.map { bastion($0, of: vpc.name) }
                + entries.map { entry, age in
                    let found = measured(entry, admitted, own, isOver: entry.until?.isOver(at: now) == true)
                    return AuditLine(
                        .whitelist, "\(vpc.name), \(entry.cidr)", declared: words(entry, age, at: now),
                        measured: found.words, found.verdict)
                }
        }
    }

    private static func place(_ entry: (entry: Whitelist.Entry, age: WhitelistAges.Age?)) -> (Int64, Int64, String) {
        (entry.age?.order ?? .max, entry.entry.until?.end ?? .max, entry.entry.cidr.description)
    }

    private static func bastion(_ proof: WhitelistProof, of vpc: String) -> AuditLine {
        let networks = proof.count.map { counted($0, "network") } ?? "the whitelist"
        let declared = "\(networks), and nobody else"
        let (words, verdict): (String, Verdict) =
            switch proof.outcome {
            case .asDeclared: (declared, .asDeclared)
            case .differs: (proof.words.joined(separator: "; "), .differs)
            case .notMeasured(let why): (why, .notMeasured)
            }
        return AuditLine(
            .whitelist, "\(vpc), \(name(proof.machine))", declared: declared,
            measured: words, verdict)
    }

    private static func words(_ entry: Whitelist.Entry, _ age: WhitelistAges.Age?, at now: Int64) -> String {
        var words = [entry.owner, entry.until.map { "until \($0)" } ?? "without an end"]
        if let why = entry.why { words.append(why) }
        if entry.isException { words.append("an exception from how wide a network may be") }
        if let end = entry.until?.end {
            let days = (now - end) / 86400
            words.append(
                end <= now
                    ? "its time is over, since \(counted(Int(days), "day"))" : "\(counted(Int(-days), "day")) to go")
        }
        if let age { words.append(age.words(at: now)) }
        return words.joined(separator: ", ")
    }

    /// What the bastions make of an entry.
    private static func measured(
        _ entry: Whitelist.Entry, _ declared: CIDRSet, _ proofs: [WhitelistProof], isOver: Bool
    ) -> (words: String, verdict: Verdict) {
        guard !proofs.isEmpty else { return ("no bastion was to be looked at", .declared) }
        // What is over, but stands in another entry, is admitted by that.
        let wanted = isOver ? CIDRSet([entry.cidr]).subtracting(declared) : CIDRSet([entry.cidr])
        guard !wanted.isEmpty else { return ("admitted by another entry", .asDeclared) }
        var admitting: [String] = []
        var turning: [String] = []
        var unknown: [String] = []
        for proof in proofs {
            switch proof.admission {
            case .everybody: admitting.append("\(proof.machine.name), as everybody is")
            case .networks(let set):
                let shut = wanted.subtracting(set)
                if isOver ? shut == wanted : !shut.isEmpty {
                    turning.append(proof.machine.name)
                } else {
                    admitting.append(proof.machine.name)
                }
            case .unknown: unknown.append(proof.machine.name)
            }
        }
        let wrong = isOver ? admitting : turning
        let verdict: Verdict = !wrong.isEmpty ? .differs : unknown.isEmpty ? .asDeclared : .notMeasured
        let words = [
            ("\(isOver ? "still " : "")admitted by ", admitting), ("turned away by ", turning),
            ("not measured at ", unknown),
        ]
        return (
            words.filter { !$0.1.isEmpty }.map { $0.0 + $0.1.joined(separator: "; ") }.joined(separator: "; "), verdict
        )
    }
}
