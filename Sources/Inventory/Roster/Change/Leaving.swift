public import AuthorizedKeys

/// Somebody who leaves: which keys were theirs, and the roster without them.
public struct Leaving: Sendable, Equatable {
    /// A key of theirs, and where that is known from.
    public struct Key: Sendable, Equatable {
        public enum Source: String, Sendable, Hashable {
            case file, history, revoked
        }

        public let key: PublicKey
        public let source: Source
    }

    /// A key that stood in their file, and is not revoked.
    public struct Kept: Sendable, Equatable {
        public let key: PublicKey
        /// Why, lower case, no final stop.
        public let reason: String
    }

    public let id: String
    /// As their file has it; nil where there is none, or it cannot be read.
    public let name: String?
    /// Each once.
    public let keys: [Key]
    public let kept: [Kept]
    public let change: RosterChange

    /// Nil where nothing is known of such a person: no file, no history, and no revoked key that names them.
    ///
    /// - Parameters:
    ///   - id: checked: ``Roster/checkID(_:)``.
    ///   - history: earlier versions of their file.
    ///   - note: goes behind each key that is revoked: whose it was.
    public init?(
        _ id: String, from files: RosterFiles, history: [[UInt8]], for inventory: Inventory, note: String,
        isRevokedKeyTheirs: (RevokedKey) -> Bool
    ) {
        let file = files.file(of: id)
        let known = RevokedKeysReader(files.revoked, file: RosterReader.revokedName).keys
        var keys: [Key] = []
        var seen: Set<PublicKey> = []
        func add(_ found: [PublicKey], _ source: Key.Source) {
            for key in found where seen.insert(key).inserted { keys.append(Key(key: key, source: source)) }
        }
        add(KeyScan.keys(in: file ?? []), .file)
        add(known.filter(isRevokedKeyTheirs).map(\.key), .revoked)
        for version in history { add(KeyScan.keys(in: version), .history) }
        guard file != nil || !keys.isEmpty else { return nil }

        var others: [PublicKey: String] = [:]
        for (name, bytes) in files.files where name != id + PersonID.ending && name.hasSuffix(PersonID.ending) {
            for key in KeyScan.keys(in: bytes) { others[key] = name }
        }
        var kept: [Kept] = []
        keys.removeAll { key in
            if let owner = others[key.key] {
                kept.append(Kept(key: key.key, reason: "it stands in \(Roster.folderName)/\(Excerpt.escaped(owner))"))
                return true
            }
            guard key.key.type == .dsa else { return false }
            kept.append(Kept(key: key.key, reason: "no sshd takes DSA keys any more"))
            return true
        }
        self.id = id
        self.keys = keys
        self.kept = kept
        name = file.flatMap { file in
            let alone = RosterFiles(folder: files.folder, files: [id + PersonID.ending: file])
            let roster = try? alone.roster(for: inventory).roster
            return (roster?.people.first ?? roster?.expired.first)?.name
        }
        let before = Roster(folder: files.folder, people: [], revoked: known, revokedFile: files.revoked)
        let revoked = before.revokedFile(adding: keys.map(\.key), note: note)
        // First what makes them nobody's: who is stopped in between is found again, keys and all.
        change = RosterChange(
            files,
            [
                (RosterReader.revokedName, revoked.isEmpty ? files.files[RosterReader.revokedName] : revoked),
                (id + PersonID.ending, nil),
            ])
    }
}

extension Roster {
    /// The rule for a person's id, which is the name of their file.
    public static func checkID(_ id: String) throws(BrokenRule) {
        do throws(BrokenRule) { _ = try PersonID.check(id) } catch {
            let name = error.suggestion.map { String($0.dropLast(PersonID.ending.count)) }
            throw BrokenRule(PersonID.rule, suggestion: name)
        }
    }
}
