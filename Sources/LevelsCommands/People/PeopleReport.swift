import AuthorizedKeys
import Inventory

/// Who may reach what, for people to read and for programs.
struct PeopleReport {
    private let declared: DeclaredRoster
    private let environments: [Environment]
    private let people: [Person]
    private let expired: [Person]

    /// - Parameters:
    ///   - environment: only who may reach it, and only what they may do there.
    ///   - person: the id of the only one to tell of.
    init(_ declared: DeclaredRoster, environment: Environment?, person: String?) {
        self.declared = declared
        environments = environment.map { [$0] } ?? declared.inventory.environments
        let asked = Set(environments.map(\.name))
        func isWanted(_ somebody: Person) -> Bool {
            (person == nil || somebody.id == person)
                && (environment == nil || somebody.isAdmin
                    || somebody.access.contains { asked.contains($0.environment) })
        }
        people = declared.roster.people.filter(isWanted)
        expired = declared.roster.expired.filter(isWanted)
    }

    /// A line for the heads and one for each person, in columns that are as wide as they must be.
    var table: [String] {
        var rows = [["ID", "NAME", "ACCESS", "UNTIL", "FROM"]]
        for person in people {
            rows.append(
                [person.id, person.name, access(person), person.until?.description ?? "-", sources(person)]
                    .map(Escaped.text))
        }
        return TextTable.lines(rows)
    }

    var json: JSONValue {
        EventJSON.event(
            "people",
            [
                ("people", .array(people.map(json))), ("expired", .array(expired.map(json))),
                ("notes", .array(declared.notes.map(\.json))),
            ])
    }

    private func grants(_ person: Person) -> [Grant] {
        environments.compactMap { environment in person.access.first { $0.environment == environment.name } }
    }

    private func access(_ person: Person) -> String {
        let words = (person.isAdmin ? ["admin"] : []) + grants(person).map { "\($0.environment): \($0.level.rawValue)" }
        return words.isEmpty ? "nothing" : words.joined(separator: ", ")
    }

    /// Where their keys are taken from, as the bastions see it.
    private func sources(_ person: Person) -> String {
        guard person.from.isEmpty else { return person.from.map(\.description).joined(separator: ", ") }
        let reached = Set(person.isAdmin ? environments.map(\.vpc) : grants(person).compactMap(vpc))
        let vpcs = declared.inventory.vpcs.filter { reached.contains($0.name) }
        let open = vpcs.filter { $0.whitelist.isEmpty && $0.expiredWhitelist.isEmpty }
        if vpcs.isEmpty { return "-" }
        if open.isEmpty { return "whitelist" }
        return open.count == vpcs.count
            ? "anywhere" : "whitelist, anywhere for \(open.map(\.name).joined(separator: ", "))"
    }

    private func vpc(_ grant: Grant) -> String? { declared.inventory.environment(named: grant.environment)?.vpc }

    private func json(_ person: Person) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("id", .string(person.id)), ("name", .string(person.name)), ("admin", .boolean(person.isAdmin)),
            ("access", .object(grants(person).map { ($0.environment, .string($0.level.rawValue)) })),
            ("from", .array(person.from.map { .string($0.description) })),
        ]
        if let until = person.until { members.append(("until", .string(until.description))) }
        members.append(
            (
                "keys",
                .array(
                    person.keys.map { key in
                        .object([
                            ("type", .string(key.key.type.rawValue)), ("fingerprint", .string(key.key.fingerprint)),
                            ("comment", .string(String(decoding: key.comment.bytes, as: UTF8.self))),
                        ])
                    })
            ))
        members.append(("file", .string(person.file)))
        return .object(members)
    }
}
