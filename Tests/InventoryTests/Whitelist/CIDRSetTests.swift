import Inventory
import Testing

@Suite("A set of networks") struct CIDRSetTests {
    private func set(_ networks: [String]) throws -> CIDRSet { CIDRSet(try networks.map { try CIDR($0) }) }

    @Test(arguments: [
        (["10.0.0.0/24", "10.0.0.0/24"], ["10.0.0.0/24"]),
        (["10.0.0.7/32", "10.0.0.0/24", "10.0.0.128/25"], ["10.0.0.0/24"]),
        (["10.0.0.0/25", "10.0.0.128/25"], ["10.0.0.0/24"]),
        (["10.0.0.128/25", "10.0.1.0/24"], ["10.0.0.128/25", "10.0.1.0/24"]),
        (["0.0.0.0/1", "128.0.0.0/1", "255.255.255.255/32"], ["0.0.0.0/0"]),
        (["::/1", "8000::/1"], ["::/0"]),
        (["2001:db8::1/128", "10.0.0.1/32", "2001:db8::/64"], ["10.0.0.1/32", "2001:db8::/64"]),
        (["0.0.0.0/32", "::/128"], ["0.0.0.0/32", "::/128"]),
    ])
    func isTheFewestNetworks(_ given: [String], _ fewest: [String]) throws {
        #expect(try set(given).networks.map(\.description) == fewest)
        #expect(try set(given) == set(fewest) && set(given.reversed()) == set(fewest))
    }

    @Test func aRangeIsTheNetworksThatItIsMadeOf() throws {
        let first = try #require(IPAddress("198.51.100.3"))
        let last = try #require(IPAddress("198.51.100.9"))
        let range = try #require(CIDRSet().adding(from: first, through: last))
        #expect(range.networks.map(\.description) == ["198.51.100.3/32", "198.51.100.4/30", "198.51.100.8/31"])
        #expect(CIDRSet().adding(from: last, through: first) == nil)
        let other = try #require(IPAddress("::1"))
        #expect(CIDRSet().adding(from: first, through: other) == nil)
        let end = try #require(IPAddress("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"))
        let start = try #require(IPAddress("::"))
        let all = try #require(CIDRSet().adding(from: start, through: end))
        #expect(all.networks.map(\.description) == ["::/0"])
    }

    @Test func whatIsTakenAwayLeavesTheRest() throws {
        let left = try set(["10.0.0.0/24", "10.0.2.0/24", "::/0"]).subtracting(
            set(["10.0.0.1/32", "10.0.0.255/32", "10.0.2.0/23", "::/1"]))
        #expect(try left.union(set(["10.0.0.1/32", "10.0.0.255/32"])) == set(["10.0.0.0/24", "8000::/1"]))
        #expect(try set(["10.0.0.0/8"]).subtracting(set(["0.0.0.0/0"])).isEmpty)
        #expect(try set(["10.0.0.0/8"]).subtracting(set([])) == set(["10.0.0.0/8"]))
    }

    /// By a plain search through all that was given.
    @Test func containsWhatOneOfItsNetworksContains() throws {
        var numbers = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let networks = try (0..<12).map { _ in
                let length = Int.random(in: 20...32, using: &numbers)
                let bits = (UInt32.random(in: 0..<4096, using: &numbers) >> (32 - length)) << (32 - length)
                return try CIDR("0.0.\(bits >> 8).\(bits & 255)/\(length)")
            }
            let all = CIDRSet(networks)
            let half = CIDRSet(networks.prefix(6))
            let rest = all.subtracting(half)
            for _ in 0..<64 {
                let bits = UInt32.random(in: 0..<4200, using: &numbers)
                let address = try #require(IPAddress("0.0.\(bits >> 8).\(bits & 255)"))
                let isIn = networks.contains { $0.contains(address) }
                #expect(all.contains(address) == isIn, "\(networks) \(address)")
                #expect(rest.contains(address) == (isIn && !half.contains(address)), "\(networks) \(address)")
            }
        }
    }

    @Test func aMappedAddressIsFoldedWhereItIsAskedAbout() throws {
        #expect(IPAddress(folding: "::ffff:198.51.100.7") == IPAddress("198.51.100.7"))
        #expect(IPAddress(folding: "::FFFF:c633:6407") == IPAddress("198.51.100.7"))
        #expect(IPAddress(folding: "2001:db8::7") == IPAddress("2001:db8::7"))
        #expect(IPAddress("::ffff:198.51.100.7") == nil && IPAddress(folding: "::ffff:1.2.3") == nil)
    }
}
