import AuthorizedKeys
import Inventory
import Testing

@Suite("What is to be said against a roster")
struct RosterFindingTests {
    private static let weak =
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDU4mELGU36lNe/PofMDTeBWeN3k5LS71R5KD0M2ZFWYP8qzvcLAjKWsUXTzQ"
        + "V8wiIa73N5D5Ak+PF5FpUlqHqfFX+Vn9twTD6z8cUUTMiDhJgswBNYcWt9fh3Tmrnl8tCQg4/xpC2d+uQMNxEL9w+yAaXPt88Kg/"
        + "0KmeWgg41nqw== eve@old"

    private func findings(_ files: [String: String], now: Int64 = Sample.now) throws -> [RosterFinding] {
        try RosterSample.read(files, now: now).roster.findings(KeyHygiene(now: now))
    }

    @Test func aKeyThatFailsIsNamedWithItsPlaceAndOwner() throws {
        let eve = RosterSample.bob.replacing(RosterSample.keys[1], with: Self.weak)
        let carol = RosterSample.bob.replacing(RosterSample.keys[1], with: RosterSample.keys[2])
        let found = try findings(["bob.yaml": RosterSample.bob, "carol.yaml": carol, "eve.yaml": eve])
        let failed = found.filter { $0.severity == .fail }
        #expect(failed.map(\.check) == ["rsa-size"])
        #expect(failed.map(\.person) == ["eve"])
        #expect(failed.first?.description.hasPrefix("keys/eve.yaml:2:8: keys[0]: SHA256:") == true)
        #expect(failed.first?.description.hasSuffix(")") == true)
        #expect(found.filter { $0.severity == .unknown }.map(\.check) == ["compromised"], "no list is not a clean list")
    }

    @Test func fewerThanTwoAdminsAreSaid() throws {
        let carol = RosterSample.bob.replacing(RosterSample.keys[1], with: RosterSample.keys[2])
        #expect(try findings(["bob.yaml": RosterSample.bob, "carol.yaml": carol]) == [])
        for files in [["bob.yaml": RosterSample.bob], ["alice.yaml": RosterSample.alice]] {
            let found = try findings(files)
            #expect(found.map(\.check) == ["admins"])
            #expect(found.map(\.severity) == [.warn])
        }
    }

    @Test func anEndThatIsNearIsSaidAndOneThatIsPastIsNobodys() throws {
        let carol = RosterSample.bob.replacing(RosterSample.keys[1], with: RosterSample.keys[2])
        let files = ["alice.yaml": RosterSample.alice, "bob.yaml": RosterSample.bob, "carol.yaml": carol]
        let end = Sample.now + 70 * 86400
        #expect(try findings(files, now: end - 15 * 86400) == [])
        let near = try findings(files, now: end - 3 * 86400)
        #expect(near.map(\.check) == ["expiry"])
        #expect(near.map(\.person) == ["alice"])
        #expect(try findings(files, now: end) == [])
    }
}
