import AuthorizedKeys
import Testing

@testable import Inventory

@Suite("A whitelist") struct WhitelistTests {
    private func person(
        _ id: String, _ access: [String: AccessLevel], from: [String], until: String? = nil, admin: Bool = false
    ) throws -> Person {
        Person(
            id: id, name: id, keys: [], access: access.map { Grant(environment: $0.key, level: $0.value) },
            from: try from.map { try CIDR($0) }, until: try until.map { try ExpiryDay($0) }, isAdmin: admin)
    }

    private func whitelist(
        _ people: [Person], text: String = Sample.text, vpc: String = "one", at now: Int64 = Sample.now
    ) throws -> Whitelist {
        let inventory = try Sample.read(text).inventory
        let network = try #require(inventory.vpc(named: vpc))
        return Whitelist(of: network, in: inventory, Roster(folder: "/keys", people: people), at: now)
    }

    @Test func isTheVPCsEntriesAndWhereItsPeopleComeFrom() throws {
        let list = try whitelist([
            try person("alice", ["prod": .tunnel], from: ["198.51.100.7/32"]),
            try person("bob", ["dev": .shell], from: ["198.51.100.8/32"]),
            try person("carol", [:], from: ["198.51.100.9/32", "2001:db8::/64"], admin: true),
        ])
        #expect(list.isDeclared && list.expired == [])
        #expect(list.entries.map(\.owner) == ["office", "alice", "carol", "carol"])
        #expect(list.entries.map(\.source) == [.vpc, .person("alice"), .person("carol"), .person("carol")])
        let address = try #require(IPAddress("198.51.100.7"))
        #expect(list.admitting(address).map(\.owner) == ["alice"] && list.addresses.contains(address))
        let bobs = try #require(IPAddress("198.51.100.8"))
        #expect(list.admitting(bobs) == [])
    }

    /// One that has no admin account has no business with admins.
    @Test func ofAVPCWithoutOneNothingIsDeclared() throws {
        let carol = try person("carol", [:], from: ["198.51.100.9/32"], admin: true)
        let list = try whitelist([carol], vpc: "two")
        #expect(!list.isDeclared && list.entries == [])
    }

    @Test func anEntryEndsWithItsDay() throws {
        let end = try ExpiryDay("2027-06-30").end
        let before = try whitelist([], at: end - 1)
        #expect(before.entries.count == 1 && before.expired == [])
        #expect(before.ending(within: 1, of: end - 1).count == 1)
        #expect(before.ending(within: 14, of: end - 15 * 86400) == [])
        let after = try whitelist([], at: end)
        #expect(after.isDeclared && after.entries == [] && after.expired.map(\.owner) == ["office"])
        let alice = try person("alice", ["prod": .tunnel], from: ["198.51.100.7/32"], until: "2027-06-30")
        #expect(try whitelist([alice], at: end).expired.map(\.source) == [.vpc, .person("alice")])
    }

    @Test func anExceptionIsKeptAsOne() throws {
        let text = try Sample.text("203.0.113.0/24,", "0.0.0.0/0, exception: true, why: a conference,")
        let list = try whitelist([], text: text)
        let entry = try #require(list.entries.first)
        #expect(entry.isException && entry.why == "a conference" && entry.until?.description == "2027-06-30")
    }
}
