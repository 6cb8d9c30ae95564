import AuthorizedKeys
import Inventory
import Testing

@Suite("keys.example/")
struct RosterExampleTests {
    private func reading(now: Int64 = Sample.now) throws -> RosterReading {
        let bytes = Array(try TemporaryFolder.text(Repository.example).utf8)
        let inventory = try Inventory.read(bytes, path: "/srv/levels/levels.yaml", home: "/home/alice", now: now)
            .inventory
        return try Roster.read(folder: Repository.rosterExample, for: inventory, now: now)
    }

    @Test func isReadWithoutANoteAndItsKeysAreClean() throws {
        let reading = try reading()
        #expect(reading.notes == [])
        #expect(reading.roster.findings(KeyHygiene(now: Sample.now)) == [])
        #expect(reading.roster.revoked.count == 1)
    }

    @Test func hasAnEngineerTwoAdminsAndAContractorWhoExpires() throws {
        let roster = try reading().roster
        #expect(roster.people.map(\.id) == ["alice", "bob", "carol", "dave"])
        #expect(roster.admins.map(\.id) == ["bob", "carol"])
        #expect(roster.person("alice")?.level(in: "prod") == .tunnel)
        #expect(roster.person("alice")?.level(in: "dev") == .shell)
        let dave = try #require(roster.person("dave"))
        #expect(dave.access == [Grant(environment: "test", level: .tunnel)] && !dave.from.isEmpty)
        let end = try #require(dave.until?.end)
        let later = try reading(now: end)
        #expect(later.roster.expired.map(\.id) == ["dave"])
        #expect(later.notes.contains { $0.description.contains("dave counts as gone") })
    }
}
