import AuthorizedKeys
import Inventory
import Testing

@Suite("A roster")
struct RosterTests {
    @Test func isInTheOrderOfIDs() throws {
        let roster = try RosterSample.read(["bob.yaml": RosterSample.bob, "alice.yaml": RosterSample.alice]).roster
        #expect(roster.people.map(\.id) == ["alice", "bob"])
        #expect(roster.admins.map(\.id) == ["bob"])
        #expect(roster.owner(of: try PublicKey(parsing: RosterSample.keys[1]))?.id == "bob")
        #expect(roster.id(like: "alcie") == "alice")
        #expect(roster.folder == "/srv/levels/keys")
    }

    @Test func whoHasExpiredCountsAsGoneAndThatIsSaid() throws {
        let files = ["alice.yaml": RosterSample.alice, "bob.yaml": RosterSample.bob]
        let lastSecond = Sample.now + (69 + 1) * 86400 - 1
        #expect(try RosterSample.read(files, now: lastSecond).roster.people.map(\.id) == ["alice", "bob"])
        let reading = try RosterSample.read(files, now: lastSecond + 1)
        #expect(reading.roster.people.map(\.id) == ["bob"])
        #expect(reading.roster.expired.map(\.id) == ["alice"])
        #expect(reading.roster.owner(of: try PublicKey(parsing: RosterSample.keys[0])) == nil)
        #expect(
            reading.notes.map(\.description) == [
                "keys/alice.yaml:6:8: until: value \"2027-01-31\": has expired: alice counts as gone"
            ])
    }

    @Test func whoReachesNothingIsSaid() throws {
        let bob = RosterSample.bob.replacing("true", with: "false")
        let reading = try RosterSample.read(["bob.yaml": bob])
        #expect(reading.notes.map(\.description) == ["keys/bob.yaml:1:1: reaches nothing: no access, and no admin"])
    }

    @Test func aKeyOfTwoPeopleIsRefused() throws {
        let bob = RosterSample.bob.replacing(RosterSample.keys[1], with: RosterSample.keys[0])
        let print = try PublicKey(parsing: RosterSample.keys[0]).fingerprint
        #expect(
            RosterSample.findings(["alice.yaml": RosterSample.alice, "bob.yaml": bob]) == [
                "keys/bob.yaml:2:8: keys[0]: value \(print): is a key of keys/alice.yaml too"
            ])
    }

    @Test func aServersKeyMayBeNobodys() throws {
        let bob = RosterSample.bob.replacing(RosterSample.keys[1], with: Sample.ed25519)
        let print = try PublicKey(parsing: Sample.ed25519).fingerprint
        #expect(
            RosterSample.findings(["bob.yaml": bob]) == [
                "keys/bob.yaml:2:8: keys[0]: value \(print): is the host key of bastion bastion.example.net:22"
            ])
    }

    @Test func aTunnelToNoDatabaseIsSaid() throws {
        let inventory = try Sample.read(try Sample.text("cache: { engine: tcp, writer: \"10.20.9.5:6379\" }", "{}"))
            .inventory
        let files = ["alice.yaml": Array(RosterSample.alice.replacing("dev: shell", with: "dev: tunnel").utf8)]
        let reading = try Roster.read(files: files, folder: "/keys", for: inventory, now: Sample.now)
        #expect(
            reading.notes.map(\.description) == [
                "keys/alice.yaml:4:11: access.dev: reaches nothing: dev has no databases that a tunnel could lead to"
            ])
    }

    @Test func aRevokedKeyMayBeNobodys() throws {
        let revoked = "# gone\n\n\(RosterSample.keys[2])\n\(RosterSample.keys[0]) x\n"
        let print = try PublicKey(parsing: RosterSample.keys[0]).fingerprint
        #expect(
            RosterSample.findings(["alice.yaml": RosterSample.alice, "revoked_keys": revoked]) == [
                "keys/alice.yaml:3:5: keys[0]: value \(print): is revoked in keys/revoked_keys:4"
            ])
    }

    @Test func revokedKeysAreKeptByteForByte() throws {
        let text = "# gone\n\n  \(RosterSample.keys[2]) Zoë\n"
        let roster = try RosterSample.read(["revoked_keys": text, "bob.yaml": RosterSample.bob]).roster
        #expect(roster.revokedFile == Array(text.utf8))
        #expect(roster.revoked.map(\.line) == [3])
        #expect(roster.isRevoked(try PublicKey(parsing: RosterSample.keys[2])))
        #expect(!roster.isRevoked(try PublicKey(parsing: RosterSample.keys[1])))
    }

    @Test(arguments: [
        ("\r\n", "1:1: has a CR or a NUL"), ("# x\r\n", "1:1: has a CR or a NUL"),
        ("\(RosterSample.keys[2])\r\n", "1:1: has a CR"),
        ("restrict \(RosterSample.keys[2])\n", "1:1: value <redacted>"),
        ("ssh-ed25519 AAAA\n", "1:1: value \"ssh-ed25519 ...\""), (" oops\n", "1:2: value <redacted>: "),
        (
            "\(RosterSample.keys[2])\n\(RosterSample.keys[2]) b\n",
            "2:1: value \"ssh-ed25519 ...\": this key is in line 1"
        ),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\n", "1:1: value <redacted>: this is a private key"),
    ])
    func aLineThatSSHDCannotReadIsRefused(_ text: String, _ says: String) {
        let findings = RosterSample.findings(["revoked_keys": text])
        #expect(findings.count == 1)
        #expect(findings.first?.hasPrefix("keys/revoked_keys:" + says) == true, "\(findings)")
    }

    @Test(arguments: [
        ("Alice.yaml", "keys/Alice.yaml:1:1: the name of a person's file is 1 to 32", "did you mean \"alice.yaml\"?"),
        ("alice.yml", "keys/alice.yml:1:1: a person's file ends in .yaml; did you mean \"alice.yaml\"?", ""),
        ("-rf.yaml", "keys/-rf.yaml:1:1: the name", ""), (".yaml", "keys/.yaml:1:1: ", ""),
        ("a b.yaml", "keys/a b.yaml:1:1: ", "did you mean \"a-b.yaml\"?"),
        ("\u{1b}[2Jx.yaml", "keys/\\u{1b}[2Jx.yaml:1:1: the name", ""),
        ("\(String(repeating: "a", count: 33)).yaml", "the name of a person's file", ""),
        ("notes.txt", "keys/notes.txt:1:1: is no person's file", ""),
        ("revoked-keys", "keys/revoked-keys:1:1: is no person's file", "did you mean \"revoked_keys\"?"),
    ])
    func aFileThatIsNobodysIsRefused(_ name: String, _ says: String, _ suggests: String) {
        let findings = RosterSample.findings([name: RosterSample.alice, "bob.yaml": RosterSample.bob])
        #expect(findings.count == 1)
        #expect(findings.first?.contains(says) == true && findings.first?.hasSuffix(suggests) == true, "\(findings)")
    }

    @Test func aReadmeIsPassedOver() throws {
        let files = ["README": "x", "README.md": "y", "bob.yaml": RosterSample.bob]
        #expect(try RosterSample.read(files).roster.people.count == 1)
    }

    @Test func isRefusedWholeWithAllThatIsWrong() {
        let findings = RosterSample.findings([
            "alice.yaml": RosterSample.alice.replacing("dev:", with: "dve:"), "bob.yaml": "", "carl.yaml": "name: [",
            "revoked_keys": "x",
        ])
        #expect(findings.count == 4)
        #expect(
            zip(findings, ["alice.yaml:4:11", "bob.yaml:1:1: is empty", "carl.yaml:", "revoked_keys:1:1"])
                .allSatisfy { $0.hasPrefix("keys/" + $1) }, "\(findings)")
    }
}
