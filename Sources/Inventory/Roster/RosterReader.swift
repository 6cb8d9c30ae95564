internal import AuthorizedKeys

/// Reads all files of a roster, and collects all that is wrong with any of them.
struct RosterReader {
    let inventory: Inventory
    /// How the folder is called in findings.
    let called: String
    /// Seconds since 1970-01-01 00:00 UTC.
    let now: Int64

    private var findings: [String: FindingList] = [:]
    private var notes: [String: FindingList] = [:]
    private var files: [Reader.PersonFile] = []
    private var revoked: [RevokedKey] = []
    private var revokedFile: [UInt8] = []

    static let revokedName = "revoked_keys"
    /// What else may lie there, and is not looked at.
    static let passedOver: Set<String> = ["README", "README.md"]

    init(_ inventory: Inventory, called: String, now: Int64) {
        self.inventory = inventory
        self.called = called
        self.now = now
    }

    /// Reads a file of the folder; `bytes` gives all of it, or refuses where that is more than a limit.
    mutating func read(_ name: String, _ bytes: (_ limit: Int) throws(BrokenRule) -> [UInt8]) {
        guard !Self.passedOver.contains(name) else { return }
        let file = called + "/" + Excerpt.escaped(name)
        do throws(BrokenRule) {
            if name == Self.revokedName {
                readRevoked(try bytes(RosterLimits.revokedFile), file)
            } else {
                let id = try Self.id(of: name)
                readPerson(try bytes(RosterLimits.personFile), id: id, file)
            }
        } catch {
            add(file, .start, rule: error.rule, suggestion: error.suggestion)
        }
    }

    /// The roster, once all files have been read.
    mutating func finish(folder path: String) throws(RosterError) -> RosterReading {
        checkKeys()
        checkAccess()
        let broken = Self.sorted(findings)
        guard broken.isEmpty else { throw .invalid(broken) }
        let people = files.map(\.person).sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        return RosterReading(
            roster: Roster(
                folder: path, people: people.filter { !isOver($0) }, expired: people.filter(isOver), revoked: revoked,
                revokedFile: revokedFile), notes: Self.sorted(notes))
    }

    private static func id(of name: String) throws(BrokenRule) -> String {
        for ending in [PersonID.ending, ".yml"] where name.utf8.count > ending.utf8.count && name.hasSuffix(ending) {
            let id = try PersonID.check(String(name.dropLast(ending.count)))
            guard ending == PersonID.ending else {
                throw BrokenRule("a person's file ends in .yaml", suggestion: id + PersonID.ending)
            }
            return id
        }
        throw BrokenRule(
            "is no person's file: that is called NAME.yaml, and revoked_keys and README are all else that lies here",
            suggestion: Spelling.nearest(to: name, among: [revokedName]))
    }

    private mutating func readRevoked(_ bytes: [UInt8], _ file: String) {
        let reader = RevokedKeysReader(bytes, file: file)
        merge(reader.findings, file)
        revoked = reader.keys
        revokedFile = bytes
    }

    private mutating func readPerson(_ bytes: [UInt8], id: String, _ file: String) {
        let tree = YAMLTree(bytes, file: file)
        var reader = Reader(ReadingContext(file: file, path: file, home: nil, now: now))
        reader.findings.append(contentsOf: tree.findings)
        if let root = tree.root {
            if let person = reader.person(root, id: id) { files.append(person) }
        } else if !tree.isBroken {
            reader.findings.add(.start, rule: "is empty: name and keys are missing")
        }
        merge(reader.findings, file)
    }

    private func isOver(_ person: Person) -> Bool { person.until?.isOver(at: now) == true }

    /// Who is who in a log is told by the key alone: a key has one owner, gone or not, and a revoked one none.
    private mutating func checkKeys() {
        let hostKeys = self.hostKeys()
        let revokedLines = Dictionary(revoked.map { ($0.key, $0.line) }, uniquingKeysWith: { first, _ in first })
        var owners: [PublicKey: Person] = [:]
        for file in files {
            for key in file.person.keys {
                let place = Place(position: key.position, path: key.path)
                if let owner = owners[key.key] {
                    add(file.person.file, place, value: key.key.fingerprint, rule: "is a key of \(owner.file) too")
                }
                owners[key.key] = file.person
                if let host = hostKeys[key.key.blob] {
                    add(file.person.file, place, value: key.key.fingerprint, rule: "is the host key of \(host)")
                }
                if let line = revokedLines[key.key], !isOver(file.person) {
                    add(
                        file.person.file, place, value: key.key.fingerprint,
                        rule: "is revoked in \(called)/\(Self.revokedName):\(line)")
                }
            }
        }
    }

    /// The servers that levels.yaml pins keys of, by those keys.
    private func hostKeys() -> [[UInt8]: String] {
        let bastions = inventory.vpcs.flatMap { $0.bastions.map { ($0.hostKeys, "bastion \($0.address)") } }
        let hosts = inventory.environments.flatMap { $0.hosts.list.map { ($0.hostKeys, "host \($0.name)") } }
        let pairs = (bastions + hosts).flatMap { keys, name in keys.map { ($0.blob, name) } }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    private mutating func checkAccess() {
        let names = inventory.environments.map(\.name)
        for file in files {
            let person = file.person
            for (name, place) in file.access {
                guard let environment = inventory.environment(named: name) else {
                    add(
                        person.file, place, value: Excerpt.quoted(name), rule: "levels.yaml has no such environment",
                        suggestion: Spelling.nearest(to: name, among: names))
                    continue
                }
                if environment.databases.isEmpty, person.level(in: name) == .tunnel, !isOver(person) {
                    note(
                        person.file, place,
                        rule: "reaches nothing: \(name) has no databases that a tunnel could lead to")
                }
            }
            if isOver(person), let until = person.until, let place = file.untilPlace {
                note(
                    person.file, place, value: Excerpt.quoted(until.description),
                    rule: "has expired: \(person.id) counts as gone")
            } else if person.access.isEmpty, !person.isAdmin {
                note(person.file, file.place, rule: "reaches nothing: no access, and no admin")
            }
        }
    }

    private mutating func add(
        _ file: String, _ place: Place, value: String? = nil, rule: String, suggestion: String? = nil
    ) {
        findings[file, default: FindingList(file: file)].add(place, value: value, rule: rule, suggestion: suggestion)
    }

    private mutating func note(_ file: String, _ place: Place, value: String? = nil, rule: String) {
        notes[file, default: FindingList(file: file)].add(place, value: value, rule: rule)
    }

    private mutating func merge(_ list: FindingList, _ file: String) {
        guard !list.isEmpty else { return }
        findings[file, default: FindingList(file: file)].append(contentsOf: list)
    }

    /// By file and position.
    private static func sorted(_ lists: [String: FindingList]) -> [Finding] {
        lists.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.flatMap { $0.value.sorted }
    }
}
