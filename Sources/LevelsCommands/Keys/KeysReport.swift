import AuthorizedKeys
import Inventory

/// What a check of the roster's keys has found.
struct KeysReport {
    private let declared: DeclaredRoster
    private let findings: [RosterFinding]

    init(_ declared: DeclaredRoster, _ hygiene: KeyHygiene) {
        self.declared = declared
        findings = declared.roster.findings(hygiene)
    }

    var exit: ExitStatus { count(.fail) == 0 ? .done : .badData }

    func tell(_ reporter: Reporter) {
        reporter.notes(declared.notes)
        for finding in findings {
            reporter.talk.say("\(Self.word(finding.severity)): " + Escaped.text(finding.description))
        }
        guard exit == .done else {
            reporter.talk.say("hint: replace the keys that fail: ssh-keygen -t ed25519")
            return
        }
        reporter.talk.data(summary)
    }

    var json: JSONValue {
        EventJSON.event(
            "checked",
            [
                ("folder", .string(declared.roster.folder)), ("people", .integer(declared.roster.people.count)),
                ("keys", .integer(keys)), ("revoked", .integer(declared.roster.revoked.count)),
                ("findings", .array(findings.map(Self.json))), ("notes", .array(declared.notes.map(\.json))),
                ("exit", .integer(Int(exit.rawValue))),
            ])
    }

    private var summary: String {
        let counts = "\(declared.roster.people.count) people, \(keys) keys, \(declared.roster.revoked.count) revoked"
        var rest: [String] = []
        if count(.warn) > 0 { rest.append("\(count(.warn)) warnings") }
        if count(.unknown) > 0 { rest.append("\(count(.unknown)) unknown") }
        return "\(Escaped.text(declared.roster.folder)): \(counts): "
            + (rest.isEmpty ? "all well" : "no failure, " + rest.joined(separator: ", "))
    }

    private var keys: Int { declared.roster.people.map(\.keys.count).reduce(0, +) }

    private func count(_ severity: KeyFinding.Severity) -> Int { findings.count { $0.severity == severity } }

    static func word(_ severity: KeyFinding.Severity) -> String {
        switch severity {
        case .fail: "error"
        case .warn: "warning"
        case .unknown: "unknown"
        }
    }

    private static func json(_ finding: RosterFinding) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("severity", .string(finding.severity.rawValue)), ("check", .string(finding.check)),
        ]
        if let file = finding.file {
            members += [
                ("file", .string(file)), ("line", .integer(finding.position.line)),
                ("column", .integer(finding.position.column)), ("path", .string(finding.path)),
            ]
        }
        if let person = finding.person { members.append(("person", .string(person))) }
        if let fingerprint = finding.fingerprint { members.append(("fingerprint", .string(fingerprint))) }
        return .object(members + [("reason", .string(finding.reason)), ("source", .string(finding.source))])
    }
}
