import Inventory
import Testing

@Suite struct HostPortTests {
    @Test(arguments: [
        ("example.net:22", "example.net", 22), ("Example.NET:3306", "example.net", 3306), ("10.0.0.1:1", "10.0.0.1", 1),
        ("[2001:DB8:0:0::1]:65535", "2001:db8::1", 65535), ("a_b-c:80", "a_b-c", 80), ("1a.b:80", "1a.b", 80),
    ])
    func isKeptInItsCanonicalForm(_ text: String, _ host: String, _ port: Int) throws {
        let endpoint = try HostPort(text)
        #expect(endpoint.host == host)
        #expect(endpoint.port == port)
        #expect(try HostPort(endpoint.description) == endpoint)
    }

    @Test(arguments: [
        "", ":", ":22", "a:", "a:b", "a:-1", "a:+1", "a:022", "a:70000", "a b:22", "a\0:22", "[::1]", "[::1]22",
        "[10.0.0.1]:22", "[::ffff:10.0.0.1]:22", "[::1%lo]:22", "::1:22", "a..b:22", ".a:22", "a.:22", "-a:22",
        "a-:22", "10.1:22", "256.1.1.1:22", "1.2.3.04:22", "2130706433:22", "0x7f.1:22", "a.0x7f:22", "0x:22", "é:22",
        "a:22:22", "user@a:22",
    ])
    func refusesWhatIsNoEndpoint(_ text: String) {
        #expect(throws: BrokenRule.self) { try HostPort(text) }
    }
}

@Suite struct CIDRTests {
    @Test(arguments: [
        ("10.10.0.0/15", "10.10.0.0", true), ("10.10.0.0/15", "10.11.255.255", true),
        ("10.10.0.0/15", "10.12.0.0", false), ("10.10.0.0/15", "10.9.255.255", false),
        ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::", false),
        ("0.0.0.0/0", "255.255.255.255", true), ("0.0.0.0/0", "::1", false), ("::1/128", "::1", true),
    ])
    func containsItsAddressesAndNoOthers(_ network: String, _ address: String, _ isInside: Bool) throws {
        let address = try #require(IPAddress(address))
        #expect(try CIDR(network).contains(address) == isInside)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.0/16", true), ("10.255.0.0/16", "10.0.0.0/8", true),
        ("10.0.0.0/9", "10.128.0.0/9", false), ("::/0", "0.0.0.0/0", false), ("10.0.0.0/8", "10.0.0.0/8", true),
    ])
    func overlapsWhereOneContainsTheOther(_ left: String, _ right: String, _ overlap: Bool) throws {
        #expect(try CIDR(left).overlaps(try CIDR(right)) == overlap)
    }

    @Test(arguments: ["10.0.0.0/08", "10.0.0.0/", "10.0.0.0/-1", "10.0.0/8", "/8", "10.0.0.0/8/8", "::/129", "::1/64"])
    func refusesWhatIsNoNetwork(_ text: String) {
        #expect(throws: BrokenRule.self) { try CIDR(text) }
    }
}

@Suite struct ExpiryDayTests {
    @Test(arguments: [
        ("1970-01-01", 86400), ("2000-02-29", 951_868_800), ("2026-11-23", 1_795_478_400),
        ("9999-12-31", 253_402_300_800),
    ])
    func endsAtMidnightUTC(_ text: String, _ end: Int64) throws {
        let day = try ExpiryDay(text)
        #expect(day.end == end)
        #expect(!day.isOver(at: end - 1))
        #expect(day.isOver(at: end))
        #expect(day.description == text)
    }

    @Test(arguments: [
        "1969-12-31", "2027-13-01", "2027-00-01", "2027-04-31", "2100-02-29", "2027-1-01", "2027/01/01", "",
    ])
    func refusesWhatTheCalendarDoesNotHave(_ text: String) {
        #expect(throws: BrokenRule.self) { try ExpiryDay(text) }
    }
}

@Suite struct EnvironmentTests {
    private func environment(_ names: [String]) throws -> Environment {
        let endpoint = try HostPort("db:3306")
        return Environment(
            name: "dev", vpc: "one", protected: false, hosts: HostGroup(user: "app", list: []),
            databases: names.map {
                Database(
                    name: $0, engine: .mysql, writer: endpoint, reader: nil, databaseName: nil, user: nil,
                    password: nil, localPort: nil)
            })
    }

    @Test func theDefaultDatabaseIsMainOrTheOnlyOne() throws {
        #expect(try environment(["a", "main"]).defaultDatabase?.name == "main")
        #expect(try environment(["a"]).defaultDatabase?.name == "a")
        #expect(try environment(["a", "b"]).defaultDatabase == nil)
        #expect(try environment([]).defaultDatabase == nil)
    }
}
