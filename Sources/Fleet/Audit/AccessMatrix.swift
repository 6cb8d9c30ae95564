internal import AuthorizedKeys
public import Inventory

/// Who may reach which environment, and by which way in, as it is declared.
public struct AccessMatrix: Sendable, Hashable {
    public struct Row: Sendable, Hashable {
        /// ``Person/id``
        public let person: String
        public let name: String
        /// One for each environment, `-` for no access.
        public let ways: [String]
        public let until: ExpiryDay?
        /// Where they may come from, in words.
        public let from: String
        /// `SHA256:...` of each of their keys.
        public let keys: [String]
    }

    public let environments: [String]
    public let rows: [Row]

    public init(_ inventory: Inventory, _ roster: Roster, environments names: [String]? = nil) {
        let shown = inventory.environments.filter { names?.contains($0.name) ?? true }
        environments = shown.map(\.name)
        rows = roster.people.compactMap { person in
            let ways = shown.map { Self.way(person, $0, inventory) }
            guard ways.contains(where: { $0 != "-" }) else { return nil }
            return Row(
                person: person.id, name: person.name, ways: ways, until: person.until,
                from: person.from.isEmpty ? "whitelist" : person.from.map(\.description).joined(separator: ", "),
                keys: person.keys.map(\.key.fingerprint))
        }
    }

    /// `tunnel as app`, `shell as app`, `admin as ops`: what they may do, and the account on the hosts that they do it by.
    private static func way(_ person: Person, _ environment: Environment, _ inventory: Inventory) -> String {
        var ways: [String] = []
        if person.isAdmin, let admin = inventory.vpc(of: environment)?.admin { ways.append("admin as \(admin.user)") }
        if let level = person.level(in: environment.name) {
            ways.append("\(level.rawValue) as \(environment.hosts.user)")
        }
        return ways.isEmpty ? "-" : ways.joined(separator: ", ")
    }
}
