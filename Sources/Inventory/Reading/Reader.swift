/// Reads a tree as an inventory, and collects all that is wrong with it on the way: a value that breaks its rule is
/// nil from then on, and the reading goes on beside it.
struct Reader {
    let context: ReadingContext
    var findings: FindingList
    var notes: FindingList
    var facts = Facts()

    init(_ context: ReadingContext) {
        self.context = context
        findings = FindingList(file: context.file)
        notes = FindingList(file: context.file)
    }

    /// A value of the file with the way to it.
    struct Field {
        let node: Node
        let path: String

        var place: Place { Place(position: node.position, path: path) }
    }

    /// The values of a mapping, by the keys that it may have.
    struct Fields<Key: DeclaredKey> {
        let place: Place
        // By the keys' names: of every other kind of key, a dictionary costs a search through all types of the process.
        fileprivate var values: [String: Field] = [:]

        subscript(key: Key) -> Field? { values[key.rawValue] }
    }

    mutating func document(_ root: Node) -> Inventory? {
        guard let fields = fields(Field(node: root, path: ""), DocumentKey.self) else { return nil }
        let vpcs = named(fields[.vpcs], "VPC", atMost: Limits.vpcs) { reader, name, field in
            reader.vpc(name, field)
        }
        let environments = named(fields[.environments], "environment", atMost: Limits.environments) {
            reader, name, field in
            reader.environment(name, field)
        }
        let identities = fields[.identities].map { paths($0, mayBeSingle: false) } ?? []
        checkAcross()
        guard let vpcs, let environments, let identities else { return nil }
        return Inventory(path: context.path, identities: identities, vpcs: vpcs, environments: environments)
    }

    /// A mapping by its table: unknown keys and missing ones are findings. Nil where it is no mapping at all.
    mutating func fields<Key: DeclaredKey>(_ field: Field, _ type: Key.Type) -> Fields<Key>? {
        guard case .mapping(let entries) = field.node.content else {
            wrongType(field, "a mapping with " + Key.allCases.map(\.rawValue).joined(separator: ", "))
            return nil
        }
        var fields = Fields<Key>(place: field.place)
        let present = Set(entries.map(\.key))
        let absent = Key.allCases.map(\.rawValue).filter { !present.contains($0) }
        for entry in entries {
            let path = Place.key(entry.key, in: field.path)
            if let key = Key(rawValue: entry.key) {
                fields.values[key.rawValue] = Field(node: entry.value, path: path)
                continue
            }
            findings.add(
                Place(position: entry.keyPosition, path: path), value: "\"\(Place.shown(entry.key, in: field.path))\"",
                rule: "is no key here; there are " + Key.allCases.map(\.rawValue).joined(separator: ", "),
                suggestion: Spelling.nearest(to: entry.key, among: absent))
        }
        for key in Key.allCases where key.isRequired && fields[key] == nil {
            findings.add(fields.place, rule: "\(key.rawValue) is missing")
        }
        return fields
    }

    /// A mapping whose keys are names that the file chooses, in file order; nil where any of it is in error.
    mutating func named<Value>(
        _ field: Field?, _ what: String, atMost limit: Int, mayBeEmpty: Bool = false,
        _ read: (inout Reader, String, Field) -> Value?
    ) -> [Value]? {
        guard let field else { return nil }
        guard case .mapping(let entries) = field.node.content else {
            wrongType(field, "a mapping from names to one \(what) each")
            return nil
        }
        guard mayBeEmpty || !entries.isEmpty else {
            findings.add(field.place, rule: "there must be at least one \(what)")
            return nil
        }
        guard entries.count <= limit else {
            findings.add(field.place, rule: "there may be \(limit) of them at most, not \(entries.count)")
            return nil
        }
        let values = entries.map { entry -> Value? in
            let path = Place.key(entry.key, in: field.path)
            let place = Place(position: entry.keyPosition, path: path)
            let isName = check(entry.key, at: place, Names.check)
            let value = read(&self, entry.key, Field(node: entry.value, path: path))
            return isName ? value : nil
        }
        let good = values.compactMap { $0 }
        return good.count == values.count ? good : nil
    }
}
