public import AuthorizedKeys

/// What is to be said against a roster that can be read: against one of its keys, or against the whole.
///
/// Every text in it is fit for a terminal.
public struct RosterFinding: Sendable, Equatable {
    public let severity: KeyFinding.Severity
    /// The name of the rule, for programs: of ``KeyFinding/Check``, or `admins`.
    public let check: String
    /// The person; nil for what is about the whole.
    public let person: String?
    /// Where it stands; nil for what is about the whole.
    public let file: String?
    public let position: Position
    /// The way there, such as `keys[0]`.
    public let path: String
    /// Of the key, as `ssh-keygen -l` has it.
    public let fingerprint: String?
    /// Lower case, no final stop.
    public let reason: String
    /// Where the rule comes from.
    public let source: String
}

extension RosterFinding: CustomStringConvertible {
    /// `keys/alice.yaml:3:5: keys[0]: SHA256:...: a reason (its source)`
    public var description: String {
        var text = file.map { "\($0):\(position.line):\(position.column): " } ?? ""
        if !path.isEmpty { text += path + ": " }
        if let fingerprint { text += fingerprint + ": " }
        return text + reason + (source.isEmpty ? "" : " (\(source))")
    }
}

extension Roster {
    /// Admins that must survive every change: with one, a lost key locks everybody out.
    public static let fewestAdmins = 2

    /// What is to be said against the roster; by person, and then in the order of the file. Those whose time is over are
    /// not asked about, since their keys are nobody's.
    public func findings(_ hygiene: KeyHygiene) -> [RosterFinding] {
        var findings: [RosterFinding] = []
        if admins.count < Self.fewestAdmins {
            findings.append(
                RosterFinding(
                    severity: .warn, check: "admins", person: nil, file: nil, position: Position(line: 1, column: 1),
                    path: "", fingerprint: nil,
                    reason: "there must be \(Self.fewestAdmins) admins before anything is applied, not \(admins.count)",
                    source: "levels-keys(5)"))
        }
        for person in people {
            for key in person.keys {
                let found = hygiene.findings(for: key.key, comment: key.comment, until: person.until?.end)
                findings += found.map { finding in
                    RosterFinding(
                        severity: finding.severity, check: finding.check.rawValue, person: person.id,
                        file: person.file, position: key.position, path: key.path, fingerprint: key.key.fingerprint,
                        reason: finding.reason, source: finding.source)
                }
            }
        }
        return findings
    }
}
