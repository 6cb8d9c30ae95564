import Inventory

/// What came of one step.
struct DoctorStep: Sendable {
    enum Verdict: String, Sendable {
        case fine = "ok"
        /// It works, and could be better.
        case note
        case wrong
    }

    let name: String
    let verdict: Verdict
    let found: String
    var advice: [String] = []
    var exit: Int32 = 0

    /// Escaped.
    var lines: [String] {
        let mark = verdict.rawValue + String(repeating: " ", count: 6 - verdict.rawValue.count)
        let title = name + String(repeating: " ", count: max(1, 15 - name.utf8.count))
        return [mark + title + Escaped.text(found)]
            + advice.map { String(repeating: " ", count: 21) + Escaped.text($0) }
    }

    var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("step", .string(name)), ("verdict", .string(verdict.rawValue)), ("found", .string(found)),
        ]
        if !advice.isEmpty { members.append(("advice", .array(advice.map { .string($0) }))) }
        if exit != 0 { members.append(("exit", .integer(Int(exit)))) }
        return .object(members)
    }
}
