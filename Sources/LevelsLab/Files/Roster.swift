/// The people of the lab: Alice, who uses it, Bob, since every roster needs two admins, and three who are no admins.
enum Roster {
    /// A public key of a person, as it stands in authorized_keys.
    struct Key: Sendable {
        let person: String
        let isAdmin: Bool
        let line: String
    }

    private struct Person {
        let id: String
        let name: String
        var kinds = ["ed25519"]
        var isAdmin = false
        /// In `dev`, and in every other environment.
        let access: (dev: String, others: String?)
        var until: String?
    }

    private static let people = [
        Person(id: "alice", name: "Alice Example", kinds: KeyMaker.kinds, isAdmin: true, access: ("shell", "shell")),
        Person(id: "bob", name: "Bob Example", isAdmin: true, access: ("shell", "shell")),
        // An engineer who logs in, and does not where it matters.
        Person(id: "carol", name: "Carol Example", access: ("shell", "tunnel")),
        Person(id: "dave", name: "Dave Example", access: ("tunnel", "tunnel")),
        // A contractor.
        Person(id: "erin", name: "Erin Example (Example Testing Ltd)", access: ("tunnel", nil), until: "2099-03-31"),
    ]

    static func makeKeys(_ folder: String) async throws(LabFailure) -> [Key] {
        var result: [Key] = []
        for person in people {
            for kind in person.kinds {
                let path = ClientFiles.key(folder, kind, of: person.id)
                let comment = "\(person.id)@lab"
                let key = try await KeyMaker.make(kind, at: path, comment: comment)
                result.append(Key(person: person.id, isAdmin: person.isAdmin, line: "\(key) \(comment)"))
            }
        }
        return result
    }

    /// One file a person, and the list of keys that were revoked, which is empty.
    static func write(_ keys: [Key], environments: [String], to folder: String) throws(LabFailure) {
        for person in people {
            let access = environments.compactMap { environment in
                let level = environment == environments.first ? person.access.dev : person.access.others
                return level.map { "\(environment): \($0)" }
            }
            var lines = ["name: \(person.name)", "keys:"]
            lines += keys.filter { $0.person == person.id }.map { "  - \($0.line)" }
            lines.append("access: { \(access.joined(separator: ", ")) }")
            if let until = person.until { lines.append("until: \(until)") }
            if person.isAdmin { lines.append("admin: true") }
            try Disk.write(lines.joined(separator: "\n") + "\n", to: "\(folder)/\(person.id).yaml")
        }
        try Disk.write("", to: folder + "/revoked_keys")
    }
}
