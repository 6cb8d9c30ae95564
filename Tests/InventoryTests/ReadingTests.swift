import Inventory
import Testing

@Suite("Reading levels.yaml")
struct ReadingTests {
    @Test func pathsStartFromTheFilesFolderOrFromHome() throws {
        let text = try Sample.text("vpcs:", "identities: [~/.ssh/id_levels, keys/id, /etc/id]\nvpcs:")
            .replacing("    user: jump\n    admin", with: "    knownHosts: known_hosts\n    user: jump\n    admin")
            .replacing(BadCases.password, with: "{ file: secret }")
        let inventory = try Sample.read(text).inventory
        #expect(inventory.identities == ["/home/alice/.ssh/id_levels", "/srv/levels/keys/id", "/etc/id"])
        #expect(inventory.vpc(named: "one")?.knownHosts == ["/srv/levels/known_hosts"])
        #expect(inventory.environment(named: "prod")?.defaultDatabase?.password == .file("/srv/levels/secret"))
    }

    @Test func withoutHomeATildeIsAFinding() throws {
        let text = try Sample.text(BadCases.password, "{ file: ~/x }")
        #expect(throws: InventoryError.self) {
            try Inventory.read(Array(text.utf8), path: "/levels.yaml", home: nil, now: 0)
        }
    }

    @Test func knownHostsStandInForPins() throws {
        let text = try Sample.text(", \(BadCases.pin) }\n    user", " }\n    knownHosts: [a, b]\n    user")
        let vpc = try #require(try Sample.read(text).inventory.vpc(named: "one"))
        #expect(vpc.knownHosts == ["/srv/levels/a", "/srv/levels/b"])
        #expect(vpc.bastions.map(\.hostKeys) == [[]])
    }

    @Test func whatHasExpiredCountsAsGoneAndIsSaid() throws {
        let reading = try Sample.read(try Sample.text("2027-06-30", "2026-11-22"))
        #expect(reading.inventory.vpc(named: "one")?.whitelist == [])
        let note = """
            levels.yaml:5:55: vpcs.one.whitelist[0].until: value "2026-11-22": has expired: \
            the whitelist entry of "office" counts as gone
            """
        #expect(reading.notes.map(\.description) == [note])
    }

    @Test func theLastDayStillHolds() throws {
        let reading = try Sample.read(try Sample.text("2027-06-30", "2026-11-23"))
        #expect(reading.inventory.vpc(named: "one")?.whitelist.count == 1)
        #expect(reading.notes == [])
    }

    @Test func theDefaultsAreTheOnesThatAskForLeast() throws {
        let inventory = try Sample.read(Sample.text).inventory
        let dev = try #require(inventory.environment(named: "dev"))
        #expect(!dev.protected)
        #expect(dev.foreign == .keep && inventory.vpc(of: dev)?.foreign == .keep)
        #expect(dev.hosts.databaseReachable == dev.hosts.list)
        #expect(inventory.vpc(of: dev)?.admin == nil)
        #expect(dev.defaultDatabase?.localPort == nil)
    }
}
