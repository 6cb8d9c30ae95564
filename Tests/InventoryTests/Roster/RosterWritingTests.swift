import AuthorizedKeys
import Inventory
import Testing

@Suite("What is written of a roster")
struct RosterWritingTests {
    private func person(_ name: String, _ comment: String, _ change: (Person) -> Person = { $0 }) throws -> Person {
        let key = PersonKey(key: try PublicKey(parsing: RosterSample.keys[0]), comment: RawText(comment))
        return change(Person(id: "alice", name: name, keys: [key], access: []))
    }

    @Test(arguments: [
        ("Alice Example", "alice@laptop"), ("no", ""), ("Null", "a: b"), ("12:30", "x # y"), ("- x", "\"'\\"),
        ("{ a: b }", "$(reboot)"), ("Zoë 'x' \"y\" \\n", "Zoë"), (" x ", "a  b"), ("~", "&a"), ("0x10", "yes"),
        ("@", "!!str"), ("%YAML", "`x`"), ("#", "="),
    ])
    func aPersonIsReadAsWritten(_ name: String, _ comment: String) throws {
        let written = try person(name, comment)
        let read = try #require(try RosterSample.read(["alice.yaml": written.yaml]).roster.person("alice"))
        #expect(read.name == name)
        #expect(read.keys.map(\.key) == written.keys.map(\.key))
        #expect(read.keys.map(\.comment) == [RawText(comment)], "\(written.yaml)")
        #expect(read.yaml == written.yaml)
    }

    @Test func allOfItComesBack() throws {
        let alice = try #require(try RosterSample.read(["alice.yaml": RosterSample.alice]).roster.person("alice"))
        #expect(
            alice.yaml == """
                name: Alice Example
                keys:
                  - \(RosterSample.keys[0]) alice@laptop
                access: { dev: shell, prod: tunnel }
                from: ["198.51.100.7/32"]
                until: 2027-01-31

                """)
        let bob = try #require(try RosterSample.read(["bob.yaml": RosterSample.bob]).roster.person("bob"))
        #expect(bob.yaml == "name: Bob\nkeys:\n  - \(RosterSample.keys[1])\nadmin: true\n")
    }

    /// Other readers of YAML 1.2 see the same.
    @Test func theSchemaTakesWhatIsWritten() async throws {
        let documents = try [("no", "a: b"), ("{ a: b }", "x # y"), ("Zoë \\", "'\"")].map { try person($0, $1).yaml }
        #expect(
            try await SchemaValidator.verdicts(on: documents, by: Repository.personSchema) == documents.map { _ in nil }
        )
    }

    @Test func revokedKeysAreAddedOnceBehindWhatIsThere() throws {
        let keys = try RosterSample.keys.map { try PublicKey(parsing: $0) }
        let roster = try RosterSample.read(["revoked_keys": "# gone\n\(RosterSample.keys[2]) eve"]).roster
        let bytes = roster.revokedFile(adding: [keys[0], keys[2], keys[0]], note: "alice, 2026-11-23\nx\u{1b}")
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "# gone\n\(RosterSample.keys[2]) eve\n\(RosterSample.keys[0]) alice, 2026-11-23x\n")
        let again = try RosterSample.read(["revoked_keys": String(decoding: bytes, as: UTF8.self)]).roster
        #expect(again.revoked.map(\.key) == [keys[2], keys[0]])
        #expect(again.revokedFile(adding: [keys[0]], note: "") == bytes)
    }
}
