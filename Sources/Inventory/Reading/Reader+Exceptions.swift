extension Reader {
    /// A list of exceptions from the login policy: those that hold, and those whose time is over, of which there is a note.
    ///
    /// - Parameters:
    ///   - machines: the machines that they may name, with their addresses; nil where those are in error themselves.
    ///   - what: of these, such as `bastion`.
    mutating func exceptions(
        _ field: Field?, vpc: String, _ what: Facts.Endpoint.Kind, _ machines: [(name: String, address: HostPort)]?
    ) -> (inForce: [PolicyException], expired: [PolicyException])? {
        guard let field else { return ([], []) }
        let all = list(field, "exceptions", atMost: Limits.exceptions, mayBeEmpty: true) { reader, item in
            reader.exception(item, vpc: vpc, what, machines)
        }
        let now = context.now
        return all.map { ($0.filter { !$0.isOver(at: now) }, $0.filter { $0.isOver(at: now) }) }
    }

    private mutating func exception(
        _ field: Field, vpc: String, _ what: Facts.Endpoint.Kind, _ machines: [(name: String, address: HostPort)]?
    ) -> PolicyException? {
        guard let fields = fields(field, ExceptionKey.self) else { return nil }
        let directive = value(fields[.directive]) { text throws(BrokenRule) in try Self.directive(text) }
        let setting = fields[.value].flatMap { self.setting($0) }
        let reason = value(fields[.reason], Names.checkText)
        let owner = value(fields[.owner], Names.checkText)
        let until = value(fields[.until]) { text throws(BrokenRule) in try ExpiryDay(text) }
        let user = fields[.user].map { value($0, Names.checkUser) }
        let named = fields[.machines].map { self.machines($0, what, machines?.map(\.name)) } ?? []
        if let directive, directive.inMatch == nil, let place = fields[.user]?.place {
            findings.add(place, rule: "\(directive.rawValue) holds for everybody: sshd takes it in no Match block")
        }
        guard let directive, let setting, let reason, let owner, let until, let named else { return nil }
        if case .some(.none) = user { return nil }
        let exception = PolicyException(
            directive: directive, value: setting, reason: reason, owner: owner, until: until, user: user ?? nil,
            machines: named)
        if let place = fields[.until]?.place { note(exception, at: place) }
        let meant = (machines ?? []).filter { exception.holds(on: $0.name) }
        facts.exceptions.append(
            Facts.Exception(
                vpc: vpc, kind: what, addresses: meant.map(\.address), directive: directive, user: exception.user,
                place: field.place))
        return exception
    }

    private mutating func note(_ exception: PolicyException, at place: Place) {
        let value = Excerpt.quoted(exception.until.description)
        if exception.isOver(at: context.now) {
            notes.add(
                place, value: value,
                rule: "has expired: \(exception.directive.rawValue) must be as the policy says again")
        } else if exception.isEnding(at: context.now) {
            notes.add(
                place, value: value,
                rule: "is near: then \(exception.directive.rawValue) must be as the policy says again")
        }
    }

    private static func directive(_ text: String) throws(BrokenRule) -> PolicyDirective {
        if let directive = PolicyDirective(rawValue: text) {
            guard directive.mayBeExcepted else {
                throw BrokenRule("\(text) is what everything else stands on: there is no exception from it")
            }
            return directive
        }
        let known = PolicyDirective.allCases.filter(\.mayBeExcepted)
        let former = known.first { $0.former?.lowercased() == text.lowercased() }
        throw BrokenRule(
            "the login policy has no rule for it: levels.yaml(5) lists those it has",
            suggestion: former?.rawValue ?? Spelling.nearest(to: text, among: known.map(\.rawValue)))
    }

    /// A word or a number; `yes` is a word here, and `true` is nothing that sshd writes.
    private mutating func setting(_ field: Field) -> String? {
        switch field.node.content {
        case .integer: break
        case .boolean(let isTrue):
            findings.add(
                field.place, value: shown(field), rule: "must be a value as sshd -T writes it",
                suggestion: isTrue ? "yes" : "no")
            return nil
        default: return value(field, PolicyException.checkValue)
        }
        return check(field.node.text, at: field.place, PolicyException.checkValue) ? field.node.text : nil
    }

    private mutating func machines(_ field: Field, _ what: Facts.Endpoint.Kind, _ known: [String]?) -> [String]? {
        list(field, "machines", atMost: Limits.hosts) { reader, item in
            reader.value(item) { text throws(BrokenRule) in
                let name = what == .bastion ? try HostPort(text, usualPort: 22).description : try Names.check(text)
                guard known?.contains(name) != false else {
                    throw BrokenRule(
                        "there is no such \(what.rawValue) here",
                        suggestion: Spelling.nearest(to: name, among: known ?? []))
                }
                return name
            }
        }
    }

    /// What two entries say of one directive, for one account on one machine, cannot both hold.
    mutating func checkExceptions() {
        struct Key: Hashable {
            let vpc: String
            let kind: Facts.Endpoint.Kind
            let address: HostPort
            let directive: PolicyDirective
            let user: String?
        }
        var lines: [Key: Int] = [:]
        for exception in facts.exceptions {
            let keys = exception.addresses.map {
                Key(
                    vpc: exception.vpc, kind: exception.kind, address: $0, directive: exception.directive,
                    user: exception.user)
            }
            if let line = keys.lazy.compactMap({ lines[$0] }).first {
                findings.add(
                    exception.place,
                    rule: "\(exception.directive.rawValue) is excepted in line \(line) already, for the same "
                        + (exception.user == nil ? "machine" : "account of the same machine"))
            }
            for key in keys where lines[key] == nil { lines[key] = exception.place.position.line }
        }
    }
}
