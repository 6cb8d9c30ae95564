internal import AuthorizedKeys

extension Reader {
    /// What is read of a person's file, with the places that other files must agree with.
    struct PersonFile {
        let person: Person
        let access: [(environment: String, place: Place)]
        let untilPlace: Place?
        let place: Place
    }

    mutating func person(_ root: Node, id: String) -> PersonFile? {
        guard let fields = fields(Field(node: root, path: ""), PersonDocumentKey.self) else { return nil }
        let name = value(fields[.name], Names.checkText)
        var seen: [PublicKey: Int] = [:]
        let keys = list(fields[.keys], "public keys", atMost: RosterLimits.keys) { reader, item in
            reader.personKey(item, &seen)
        }
        let access = fields[.access].map { self.access($0) } ?? []
        let from = fields[.from].map { self.from($0) } ?? []
        let until = value(fields[.until]) { text throws(BrokenRule) in try ExpiryDay(text) }
        let isAdmin = fields[.admin].map { boolean($0) } ?? false
        guard let name, let keys, let access, let from, let isAdmin, until != nil || fields[.until] == nil else {
            return nil
        }
        return PersonFile(
            person: Person(
                id: id, name: name, keys: keys, access: access.map(\.grant), from: from, until: until,
                isAdmin: isAdmin, file: context.file),
            access: access.map { ($0.grant.environment, $0.place) }, untilPlace: fields[.until]?.place,
            place: fields.place)
    }

    /// What stands in the place of a key may be a private one, so it is shown only when it has been read as a public one.
    private mutating func personKey(_ field: Field, _ seen: inout [PublicKey: Int]) -> PersonKey? {
        guard case .string = field.node.content else {
            wrongType(field, "the line of a public key: type, base64, and perhaps a comment", isSecret: true)
            return nil
        }
        do throws(BrokenRule) {
            let line = try RosterKey.read(field.node.text)
            if let earlier = seen[line.key] {
                throw BrokenRule("this key is in line \(earlier) already")
            }
            seen[line.key] = field.node.position.line
            return PersonKey(key: line.key, comment: line.comment, position: field.node.position, path: field.path)
        } catch {
            findings.add(
                field.place, value: RosterKey.shown(field.node.text), rule: error.rule,
                suggestion: error.suggestion)
            return nil
        }
    }

    private mutating func access(_ field: Field) -> [(grant: Grant, place: Place)]? {
        guard case .mapping(let entries) = field.node.content else {
            wrongType(field, "a mapping from environments to tunnel or shell")
            return nil
        }
        guard entries.count <= RosterLimits.access else {
            findings.add(
                field.place, rule: "there may be \(RosterLimits.access) of them at most, not \(entries.count)")
            return nil
        }
        let grants = entries.map { entry -> (grant: Grant, place: Place)? in
            let path = Place.key(entry.key, in: field.path)
            let level = value(Field(node: entry.value, path: path)) { text throws(BrokenRule) in
                if let level = AccessLevel(rawValue: text) { return level }
                let known = AccessLevel.allCases.map(\.rawValue)
                throw BrokenRule(
                    "must be " + known.joined(separator: " or "), suggestion: Spelling.nearest(to: text, among: known))
            }
            guard let level else { return nil }
            return (
                Grant(environment: entry.key, level: level), Place(position: entry.keyPosition, path: path)
            )
        }
        let good = grants.compactMap { $0 }
        return good.count == grants.count ? good : nil
    }

    private mutating func from(_ field: Field) -> [CIDR]? {
        var seen: [CIDR: Int] = [:]
        return list(field, "networks", atMost: RosterLimits.from) { reader, item -> CIDR? in
            guard let cidr = reader.network(item) else { return nil }
            if let line = seen[cidr] {
                reader.findings.add(
                    item.place, value: reader.shown(item), rule: "this network is in line \(line) already")
                return nil
            }
            seen[cidr] = item.node.position.line
            return cidr
        }
    }
}
