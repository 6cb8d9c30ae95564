public import AuthorizedKeys

/// Somebody who comes, or who gets more: what is asked for, each part checked as the file's reader would check it.
public struct Arrival: Sendable, Equatable {
    /// What is wrong with what was asked for.
    public struct Mistake: Error, Sendable, Equatable {
        /// The option, or the argument, that it is about: `--from`.
        public let option: String
        /// Lower case, no final stop.
        public let message: String
        public let hint: String?
        /// Whether it is about what a file says, rather than about the command line.
        public var isData: Bool { option == "--key" }
    }

    public let id: String
    public let name: String?
    public let keys: [KeyLine]
    public let access: [Grant]
    public let from: [CIDR]
    public let until: ExpiryDay?

    /// - Parameters:
    ///   - access: as typed: `env=tunnel`.
    ///   - now: seconds since 1970-01-01 00:00 UTC.
    public init(
        id: String, name: String?, keys: [KeyLine], access: [String], from: [String], until: String?,
        in inventory: Inventory, now: Int64
    ) throws(Mistake) {
        try Self.checked("NAME", id) { text throws(BrokenRule) in try Roster.checkID(text) }
        if let name { try Self.checked("--name", name) { text throws(BrokenRule) in _ = try Names.checkText(text) } }
        var networks: [CIDR] = []
        for text in from {
            try Self.checked("--from", text) { text throws(BrokenRule) in networks.append(try CIDR(text)) }
        }
        var day: ExpiryDay?
        if let until {
            try Self.checked("--until", until) { text throws(BrokenRule) in
                let found = try ExpiryDay(text)
                if found.isOver(at: now) { throw BrokenRule("that day is over already") }
                day = found
            }
        }
        self.id = id
        self.name = name
        self.keys = keys
        self.access = try Self.grants(access, in: inventory)
        self.from = networks
        self.until = day
    }

    /// The keys of a `.pub` file, or of several: a line each; blank lines and comments are passed over.
    /// - Parameter name: what the text is called in messages.
    public static func keys(in bytes: [UInt8], from name: String) throws(Mistake) -> [KeyLine] {
        func wrong(_ rule: String, _ suggestion: String? = nil) -> Mistake {
            Mistake(
                option: "--key", message: "\(Excerpt.escaped(name)): \(rule)",
                hint: suggestion ?? "hand over the line of a .pub file")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        // Of a private key not even a line is looked at.
        if text.contains("PRIVATE KEY") { throw wrong(RosterKey.privateKey.rule) }
        var keys: [KeyLine] = []
        for line in text.split(whereSeparator: \.isNewline) {
            guard let first = line.first(where: { $0 != " " }), first != "#" else { continue }
            do throws(BrokenRule) { keys.append(try RosterKey.read(String(line))) } catch {
                throw wrong(error.rule, error.suggestion)
            }
        }
        guard !keys.isEmpty else { throw wrong("there is no key in it") }
        guard keys.count <= RosterLimits.keys else {
            throw wrong("there are more than \(RosterLimits.keys) keys in it")
        }
        return keys
    }

    private static func checked(
        _ option: String, _ text: String, _ check: (String) throws(BrokenRule) -> Void
    ) throws(Mistake) {
        do throws(BrokenRule) { try check(text) } catch {
            throw Mistake(
                option: option, message: "\(option) \(Excerpt.quoted(text)): \(error.rule)",
                hint: error.suggestion.map { option == "NAME" ? "levels-ssh onboard \($0)" : "\(option) \($0)" })
        }
    }

    private static func grants(_ texts: [String], in inventory: Inventory) throws(Mistake) -> [Grant] {
        var grants: [Grant] = []
        for text in texts {
            func wrong(_ message: String, _ hint: String?) -> Mistake {
                Mistake(option: "--access", message: "--access \(Excerpt.quoted(text)): \(message)", hint: hint)
            }
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let level = AccessLevel(rawValue: parts[1]) else {
                throw wrong("must be an environment, =, and tunnel or shell", "--access ENVIRONMENT=tunnel|shell")
            }
            guard inventory.environment(named: parts[0]) != nil else {
                throw wrong(
                    "levels.yaml has no such environment",
                    "--access " + inventory.environments.map { "\($0.name)=\(level.rawValue)" }.joined(separator: " | ")
                )
            }
            guard !grants.contains(where: { $0.environment == parts[0] }) else {
                throw wrong("the environment is named twice", nil)
            }
            grants.append(Grant(environment: parts[0], level: level))
        }
        return grants
    }

    /// The roster with them in it. Somebody who is there already gets what they lack; their file keeps its comments, and
    /// nothing is taken from them.
    public func change(_ files: RosterFiles, in inventory: Inventory) throws(Mistake) -> RosterChange {
        let file = id + PersonID.ending
        guard let old = files.files[file] else {
            guard !access.isEmpty else {
                throw Mistake(
                    option: "--access", message: "\(id) would reach nothing",
                    hint: "--access " + inventory.environments.map { "\($0.name)=tunnel" }.joined(separator: " | "))
            }
            return RosterChange(files, [(file, Array(person(nil).yaml.utf8))])
        }
        guard let known = Self.read(file, old, files, inventory) else {
            throw refused("cannot be read", "levels-ssh keys check")
        }
        if let name, name != known.name { throw refused("says name: \(Excerpt.escaped(known.name))", edit) }
        if let until, until != known.until {
            throw refused(known.until.map { "says until: \($0)" } ?? "has no until", edit)
        }
        if !from.isEmpty, Set(from) != Set(known.from) { throw refused("says from otherwise", edit) }
        for grant in access {
            if let level = known.level(in: grant.environment), level > grant.level {
                throw refused("says \(grant.environment): \(level.rawValue), which onboard does not take away", edit)
            }
        }
        let wanted = person(known)
        guard !Self.isSame(wanted, known) else { return RosterChange(files, []) }
        let edited = PersonFileEdit(old, known).adding(
            keys.filter { key in !known.keys.contains { $0.key == key.key } }, access)
        guard let edited, let found = Self.read(file, edited, files, inventory), Self.isSame(found, wanted) else {
            throw refused("is written in a way that onboard does not edit", "add it there by hand:\n" + wanted.yaml)
        }
        return RosterChange(files, [(file, edited)])
    }

    private var edit: String { "edit \(Roster.folderName)/\(id).yaml" }

    private func refused(_ message: String, _ hint: String) -> Mistake {
        Mistake(option: "NAME", message: "\(Roster.folderName)/\(id).yaml \(message)", hint: hint)
    }

    /// - Parameter known: as they are by now.
    private func person(_ known: Person?) -> Person {
        var keys = known?.keys ?? []
        for line in self.keys where !keys.contains(where: { $0.key == line.key }) {
            keys.append(PersonKey(key: line.key, comment: line.comment))
        }
        var access = known?.access ?? []
        for grant in self.access {
            access.removeAll { $0.environment == grant.environment }
            access.append(grant)
        }
        return Person(
            id: id, name: known?.name ?? name ?? id, keys: keys, access: access, from: known?.from ?? from,
            until: known?.until ?? until, isAdmin: known?.isAdmin ?? false)
    }

    private static func read(
        _ file: String, _ bytes: [UInt8], _ files: RosterFiles, _ inventory: Inventory
    ) -> Person? {
        let alone = RosterFiles(folder: files.folder, files: [file: bytes])
        guard let roster = try? alone.roster(for: inventory).roster else { return nil }
        return roster.people.first ?? roster.expired.first
    }

    private static func isSame(_ one: Person, _ other: Person) -> Bool {
        one.name == other.name && one.keys.map(\.key) == other.keys.map(\.key)
            && Set(one.access) == Set(other.access) && one.from == other.from && one.until == other.until
            && one.isAdmin == other.isAdmin
    }
}
