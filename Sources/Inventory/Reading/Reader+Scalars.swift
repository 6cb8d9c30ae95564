extension Reader {
    /// A value of the file in a finding: its text, or what it is where it has none.
    func shown(_ field: Field) -> String {
        switch field.node.content {
        case .sequence, .mapping, .null: field.node.typeName
        case _ where field.node.text.contains("PRIVATE KEY"): Excerpt.redacted
        default: Excerpt.quoted(field.node.text)
        }
    }

    mutating func wrongType(_ field: Field, _ wanted: String, isSecret: Bool = false) {
        findings.add(
            field.place, value: isSecret ? Excerpt.redacted : shown(field),
            rule: "must be \(wanted), not \(field.node.typeName)")
    }

    /// Whether `text` keeps a rule that yields nothing else.
    mutating func check(_ text: String, at place: Place, _ rule: (String) throws(BrokenRule) -> String) -> Bool {
        do {
            _ = try rule(text)
            return true
        } catch {
            findings.add(place, value: Excerpt.quoted(text), rule: error.rule, suggestion: error.suggestion)
            return false
        }
    }

    /// A string that `parse` takes.
    mutating func value<Value>(
        _ field: Field?, isSecret: Bool = false, _ parse: (String) throws(BrokenRule) -> Value
    ) -> Value? {
        guard let field else { return nil }
        switch field.node.content {
        case .string: break
        case .boolean, .integer, .float:
            let hint = isSecret ? "put it in quotes" : "put it in quotes, as in \(Excerpt.quoted(field.node.text))"
            findings.add(
                field.place, value: isSecret ? Excerpt.redacted : shown(field),
                rule: "must be a string, not \(field.node.typeName): \(hint)")
            return nil
        default:
            wrongType(field, "a string", isSecret: isSecret)
            return nil
        }
        do {
            return try parse(field.node.text)
        } catch {
            findings.add(
                field.place, value: isSecret ? Excerpt.redacted : shown(field), rule: error.rule,
                suggestion: isSecret ? nil : error.suggestion)
            return nil
        }
    }

    mutating func boolean(_ field: Field) -> Bool? {
        if case .boolean(let value) = field.node.content { return value }
        wrongType(field, "true or false")
        return nil
    }

    /// One of a few words.
    mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ field: Field, _ type: Word.Type) -> Word? {
        value(field) { text throws(BrokenRule) in
            if let word = Word(rawValue: text) { return word }
            let known = Word.allCases.map(\.rawValue)
            throw BrokenRule(
                "must be " + known.joined(separator: " or "), suggestion: Spelling.nearest(to: text, among: known))
        }
    }

    mutating func integer(_ field: Field, in range: ClosedRange<Int>) -> Int? {
        guard case .integer(let number) = field.node.content else {
            wrongType(field, "a number from \(range.lowerBound) to \(range.upperBound), without quotes")
            return nil
        }
        guard let number, range.contains(number) else {
            findings.add(
                field.place, value: shown(field),
                rule: "must be a number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// The items of a list; an empty one is an error unless it may be.
    mutating func items(_ field: Field?, _ what: String, atMost limit: Int, mayBeEmpty: Bool = false) -> [Field]? {
        guard let field else { return nil }
        guard case .sequence(let nodes) = field.node.content else {
            wrongType(field, "a list of \(what)")
            return nil
        }
        guard mayBeEmpty || !nodes.isEmpty else {
            findings.add(field.place, rule: "the list of \(what) must not be empty")
            return nil
        }
        guard nodes.count <= limit else {
            findings.add(field.place, rule: "the list may have \(limit) items at most, not \(nodes.count)")
            return nil
        }
        return nodes.enumerated().map { Field(node: $1, path: "\(field.path)[\($0)]") }
    }

    /// A list of what `read` reads; nil where any item is in error.
    mutating func list<Value>(
        _ field: Field?, _ what: String, atMost limit: Int, mayBeEmpty: Bool = false,
        _ read: (inout Reader, Field) -> Value?
    ) -> [Value]? {
        guard let items = items(field, what, atMost: limit, mayBeEmpty: mayBeEmpty) else { return nil }
        let values = items.map { read(&self, $0) }
        let good = values.compactMap { $0 }
        return good.count == values.count ? good : nil
    }

    /// Paths, made absolute.
    mutating func paths(_ field: Field, mayBeSingle: Bool) -> [String]? {
        let context = context
        func parse(_ text: String) throws(BrokenRule) -> String { try context.resolve(try Names.checkPath(text)) }
        if mayBeSingle, case .string = field.node.content { return value(field, parse).map { [$0] } }
        return list(field, "paths", atMost: Limits.paths) { reader, item in reader.value(item, parse) }
    }

    /// The keys that something may prove to hold: one string, or a list of them.
    mutating func hostKeys(_ field: Field) -> [HostKeyPin]? {
        if case .sequence = field.node.content {
            return list(field, "host keys", atMost: Limits.hostKeys) { reader, item in reader.hostKey(item) }
        }
        return hostKey(field).map { [$0] }
    }

    private mutating func hostKey(_ field: Field) -> HostKeyPin? {
        if field.node.text.contains("PRIVATE KEY") {
            findings.add(
                field.place, value: Excerpt.redacted,
                rule: "this is a private key: it must not be here, nor be used again; pin the .pub file's line")
            return nil
        }
        return value(field) { text throws(BrokenRule) in try HostKeyPin(text) }
    }
}
