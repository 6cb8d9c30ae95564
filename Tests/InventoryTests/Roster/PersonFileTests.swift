import AuthorizedKeys
import Foundation
import Inventory
import Testing

@Suite("A person's file")
struct PersonFileTests {
    @Test func isReadAsItIsWritten() throws {
        let reading = try RosterSample.read(["alice.yaml": RosterSample.alice])
        #expect(reading.notes == [])
        let alice = try #require(reading.roster.person("alice"))
        #expect(alice.name == "Alice Example")
        #expect(alice.keys.map(\.key.text) == [RosterSample.keys[0]])
        #expect(alice.keys.map(\.comment) == ["alice@laptop"])
        #expect(alice.keys.map(\.position) == [Position(line: 3, column: 5)])
        #expect(
            alice.access == [
                Grant(environment: "dev", level: .shell), Grant(environment: "prod", level: .tunnel),
            ])
        #expect(alice.from.map(\.description) == ["198.51.100.7/32"])
        #expect(alice.until?.description == "2027-01-31")
        #expect(!alice.isAdmin)
        #expect(alice.file == "keys/alice.yaml")
    }

    @Test(arguments: PersonCases.bad) func isRefusedWithPlaceValueAndRule(_ bad: BadCase) throws {
        let findings = RosterSample.findings(["alice.yaml": try RosterSample.text(bad.old, bad.new)])
        #expect(!findings.isEmpty)
        for says in bad.says { #expect(findings.contains { $0.contains(says) }, "\(says)\n\(findings)") }
        for finding in findings { #expect(bad.says.contains { finding.contains($0) }, "\(finding)") }
    }

    @Test func isReadInAllItsForms() throws {
        for (old, new) in PersonCases.good {
            #expect(RosterSample.findings(["alice.yaml": try RosterSample.text(old, new)]) == [], "\(new)")
        }
    }

    @Test func neverHasAPrivateKeyShown() throws {
        let secret = "MC4CAQAwBQYDK2VwBCIEIFv0LUo5yIhHr"
        let pem = "\"-----BEGIN PRIVATE KEY-----\\n\(secret)\\n-----END PRIVATE KEY-----\""
        for old in [
            "Alice Example", "[198.51.100.7/32]", "2027-01-31", "false", "shell", "\(PersonCases.key) alice@laptop",
        ] {
            let findings = RosterSample.findings(["alice.yaml": try RosterSample.text(old, pem)])
            #expect(!findings.isEmpty)
            #expect(!findings.contains { $0.contains(secret.prefix(12)) }, "\(findings)")
        }
    }

    /// What is refused is refused with a place; what is read is whole; and no terminal obeys any of it.
    @Test func isReadOrRefusedWhenSpoiltAndNeverACrash() throws {
        let variables = ProcessInfo.processInfo.environment
        let seed = variables["LEVELS_FUZZ_SEED"].flatMap { UInt64($0) } ?? 3
        var mutator = Mutator(seed: seed)
        let inventory = try RosterSample.inventory()
        var counts = (read: 0, refused: 0)
        for iteration in 0..<(variables["LEVELS_FUZZ_ITERATIONS"].flatMap { Int($0) } ?? 2000) {
            let name = iteration % 8 == 0 ? "revoked_keys" : "alice.yaml"
            let text = name == "alice.yaml" ? RosterSample.alice : RosterSample.keys.joined(separator: " x\n") + "\n"
            let bytes = mutator.mutate(Array(text.utf8))
            do throws(RosterError) {
                let roster = try Roster.read(files: [name: bytes], folder: "/keys", for: inventory, now: 0).roster
                counts.read += 1
                #expect(roster.people.allSatisfy { !$0.name.isEmpty && !$0.keys.isEmpty })
            } catch {
                counts.refused += 1
                let isSound = error.message.unicodeScalars.allSatisfy {
                    $0 == "\n" || $0.properties.generalCategory != .control
                }
                #expect(isSound, "seed \(seed), iteration \(iteration): \(error.message)")
            }
        }
        #expect(counts.read > 0 && counts.refused > 0, "\(counts)")
    }
}
