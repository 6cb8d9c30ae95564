import AuthorizedKeys
import Testing

@testable import Inventory

@Suite("What the declared state knows of a failure") struct AccessExplanationTests {
    /// Of dev, who left the shell; of prod, whose time is over; of nobody; and one that was revoked.
    private func roster() throws -> Roster {
        func person(_ id: String, _ key: Int, _ access: [Grant], from: [String] = [], until: String? = nil) throws
            -> Person
        {
            Person(
                id: id, name: id, keys: [PersonKey(key: try PublicKey(parsing: RosterSample.keys[key]))],
                access: access,
                from: try from.map { try CIDR($0) }, until: try until.map { try ExpiryDay($0) })
        }
        return Roster(
            folder: "/keys",
            people: [
                try person("alice", 0, [Grant(environment: "prod", level: .tunnel)], from: ["198.51.100.7/32"])
            ],
            expired: [try person("bob", 1, [Grant(environment: "prod", level: .shell)], until: "2020-01-31")],
            revoked: [RevokedKey(key: try PublicKey(parsing: RosterSample.keys[2]), comment: "carol left", line: 4)])
    }

    private func lines(
        _ failure: AccessFailure, in environment: String = "prod", text: String = Sample.text,
        at now: Int64 = Sample.now
    ) throws -> [String] {
        let inventory = try Sample.read(Sample.text).inventory
        return AccessExplanation(
            inventory: inventory, environment: try #require(inventory.environment(named: environment)),
            roster: try roster(), now: now
        ).lines(for: failure)
    }

    private func blob(_ key: Int) throws -> [UInt8] { try PublicKey(parsing: RosterSample.keys[key]).blob }
    private func fingerprint(_ key: Int) throws -> String { try PublicKey(parsing: RosterSample.keys[key]).fingerprint }

    @Test(arguments: [
        (
            0, "prod",
            "is alice's, who is declared tunnel in prod from 198.51.100.7/32; whether that is applied: "
                + "levels-ssh verify --person alice"
        ),
        (0, "dev", "is alice's, who has no access to dev"),
        (1, "prod", "is bob's, whose access ended with 2020-01-31"),
        (2, "prod", "was revoked: revoked_keys:4: carol left"),
    ])
    func whoseKeyWasRefused(_ key: Int, _ environment: String, _ known: String) throws {
        let line = "\(try fingerprint(key)) \(known)"
        #expect(try lines(.refused(keys: [try blob(key)]), in: environment) == [line])
        // Of a key that was revoked nobody says that it was the one that was taken.
        #expect(try lines(.notForwarded(keys: [try blob(key)]), in: environment) == (key == 2 ? [] : [line]))
    }

    @Test func aKeyOfNobodys() throws {
        var other = try blob(0)
        other[other.count - 1] ^= 1
        let key = try PublicKey(blob: other)
        #expect(try lines(.refused(keys: [other])) == ["\(key.fingerprint) is nobody's in the roster"])
        #expect(try lines(.notForwarded(keys: [other])) == [])
        #expect(try lines(.refused(keys: [[1, 2, 3]])) == ["a key that was offered is of no kind that a roster has"])
        #expect(try lines(.refused(keys: [])) == [])
    }

    @Test func everyKeyHasItsLine() throws {
        let keys = try (0..<3).map { try blob($0) }
        #expect(try lines(.refused(keys: keys)).count == 3)
    }

    @Test func anAddressIsNotGuessed() throws {
        let line =
            "VPC one admits whitelisted addresses only; which one yours is there cannot be seen from here: "
            + "levels-ssh whitelist check ADDRESS"
        #expect(try lines(.unanswered) == [line])
    }

    @Test func ofAVPCWithoutAWhitelistNothingIsClaimed() throws {
        #expect(try lines(.unanswered, in: "dev") == [])
    }

    @Test func whatHasExpiredIsTold() throws {
        let far = try ExpiryDay("2100-01-01").end
        let said = try lines(.unanswered, at: far)
        #expect(said.contains { $0.contains(" of office was admitted until 20") })
    }
}
