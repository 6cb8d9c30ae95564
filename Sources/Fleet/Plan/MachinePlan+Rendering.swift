internal import AuthorizedKeys
internal import Inventory

/// A plan for people, and for programs.
extension MachinePlan {
    /// Whether there is more to say than that it is in step: of keys that nobody has declared and that stay, for one.
    public var isWorthTelling: Bool {
        !isInStep || !allNotes.isEmpty || accounts.contains { !$0.differences.isEmpty }
    }

    /// Lines for a terminal: every text in them is escaped.
    public var text: [String] {
        let name = "\(machine.role.rawValue) \(title)"
        let count =
            accounts.flatMap(\.differences).count(where: \.isDifference) + (revokedKeys == nil ? 0 : 1)
            + (guarding?.differences.count ?? 0) + (policy?.text.count ?? 0)
        var lines = ["\(name): \(isInStep ? "in step" : counted(count, "difference"))"]
        for account in accounts {
            lines += account.differences.map { "  \(account.user): \($0.text)" }
        }
        if let revokedKeys {
            lines.append("  revoked_keys: \(revokedKeys.old == nil ? "is not there" : "is another there")")
        }
        lines += (guarding?.text ?? []).map { "  whitelist: \($0)" }
        if let hint = guarding?.hint { lines.append("    hint: \(hint)") }
        lines += (policy?.text ?? []).map { "  login: \($0)" }
        lines += refusals.flatMap { ["  refused: \($0.message)", "    hint: \($0.hint)"] }
        lines += allNotes.map { "  note: \($0.message)" }
        return lines
    }

    private var title: String {
        let address = machine.address.description
        return machine.name == address ? address : "\(machine.name) (\(address))"
    }

    public var fact: Fact {
        .record(
            of: machine,
            [
                "parts": parts.fact,
                "inStep": .truth(isInStep), "accounts": .list(accounts.map(\.fact)),
                "revokedKeys": parts.contains(.keys) ? .truth(revokedKeys == nil) : nil,
                "whitelist": guarding.map(\.fact), "login": policy.map(\.fact),
                "refusals": .list(ownRefusals.map(\.fact)), "notes": .list(notes.map(\.fact)),
            ])
    }
}

extension AccountPlan {
    var fact: Fact {
        .record([
            "user": .text(user), "inStep": .truth(isInStep), "differences": .list(differences.map(\.fact)),
            "files": .list(
                changes.map { change in
                    .record([
                        "path": .text(change.folder + "/" + change.name), "before": change.old.map { .text($0.hex) },
                        "after": .text(change.new.hex),
                    ])
                }), "refusals": .list(refusals.map(\.fact)), "notes": .list(notes.map(\.fact)),
        ])
    }
}

extension KeyDifference {
    /// One line, escaped: `revoked: ed25519 SHA256:... of alice, /home/app/.ssh/authorized_keys:3: it is revoked`
    public var text: String {
        var words = kind.rawValue
        if kind == .foreign { words += action == .keep ? " (stays)" : " (to quarantine)" }
        words += ": " + (key?.description ?? "a line")
        if let person { words += " of \(RawText(person).escaped(limit: 40))" }
        if person == nil, !comment.isEmpty { words += " (\(comment.escaped(limit: 60)))" }
        if let line { words += ", \(file.escaped(limit: 120)):\(line)" }
        return words + ": \(reason)"
    }

    var fact: Fact {
        .record([
            "kind": .text(kind.rawValue), "action": .text(action.rawValue), "file": .text(file.escaped(limit: 4096)),
            "line": line.map { .number(Int64($0)) }, "type": key.map { .text($0.type.rawValue) },
            "fingerprint": key.map { .text($0.fingerprint) }, "person": person.map { .text($0) },
            "comment": .text(comment.escaped()), "reason": .text(reason),
        ])
    }
}

extension PlanRefusal {
    var fact: Fact { .record(["reason": .text(name), "message": .text(message), "hint": .text(hint)]) }

    /// The word for programs.
    public var name: String {
        switch self {
        case .emptyRoster: "empty-roster"
        case .fewAdmins: "few-admins"
        case .fewAdminsLeft: "few-admins-left"
        case .ownKeyGoing: "own-key-going"
        case .manyRemovals: "many-removals"
        case .busy: "busy"
        case .noAccount: "no-account"
        case .noHome: "no-home"
        case .noKeysFile: "no-keys-file"
        case .file(_, _, let problem): "file-" + problem.name
        case .openToAll: "open-to-all"
        case .guarding(let refusal): refusal.name
        case .policy(let refusal): refusal.name
        }
    }
}

extension PlanRefusal.FileProblem {
    var name: String {
        switch self {
        case .symlink: "symlink"
        case .directory: "directory"
        case .special: "special"
        case .unreadable: "unreadable"
        case .immutable: "immutable"
        case .tooLarge, .tooManyLines: "too-large"
        case .noFolder: "no-folder"
        case .ownedByOther: "owner"
        case .noRoom: "no-room"
        }
    }
}

extension PlanNote {
    var fact: Fact { .record(["note": .text(name), "message": .text(message)]) }
}
