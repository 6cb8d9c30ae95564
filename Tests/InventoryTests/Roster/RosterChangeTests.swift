import AuthorizedKeys
import Testing

@testable import Inventory

/// One person in, one person out: what becomes of the roster's files.
@Suite("A change of the roster") struct RosterChangeTests {
    private static let alice = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBTmIXdVb78soxj7aabLrvP8R3kxgUpKm/+DzKF5S4j8"
    private static let second = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILGpGQ1ZeViGsQc/iVozV+oQYOrm842Ld7vmwEh0xOE+"
    private static let bob = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIESE7SK1fstqMx3sBCyY7bU7LloezvPPqgqaapfq3Yu2"

    private static func inventory() throws -> Inventory {
        let environments = ["dev", "prod"].map { name in
            Environment(
                name: name, vpc: "net", protected: false, hosts: HostGroup(user: "app", list: []), databases: [],
                foreign: .keep)
        }
        return Inventory(path: "/x/levels.yaml", identities: [], vpcs: [], environments: environments)
    }

    private static func files(_ files: [String: String]) -> RosterFiles {
        RosterFiles(folder: "/x/keys", files: files.mapValues { Array($0.utf8) })
    }

    private static func arrival(
        _ keys: [String], _ access: [String], name: String? = nil, from: [String] = [], until: String? = nil
    ) throws -> Arrival {
        try Arrival(
            id: "alice", name: name, keys: try keys.map { try KeyLine(parsing: $0) }, access: access, from: from,
            until: until, in: try inventory(), now: 1_795_000_000)
    }

    @Test func somebodyNewIsWrittenAsTheReaderReadsThem() throws {
        let odd = "o'hara \"x\" $(touch ran)"
        let change = try Self.arrival(
            [Self.alice + " " + odd], ["dev=shell"], name: odd, from: ["10.0.0.0/8"], until: "2027-01-31"
        ).change(Self.files([:]), in: try Self.inventory())
        let person = try #require(try change.after.roster(for: try Self.inventory()).roster.person("alice"))
        #expect(person.name == odd && person.level(in: "dev") == .shell && person.until?.description == "2027-01-31")
        #expect(person.keys.map { String(decoding: $0.comment.bytes, as: UTF8.self) } == [odd])
        #expect(change.diff.prefix(2) == ["--- /dev/null", "+++ b/keys/alice.yaml"])
    }

    @Test(arguments: [
        "name: Alice # ours\nkeys: # two\n  - %\naccess: { dev: tunnel } # for now\n# the end\n",
        "# ours\nname: Alice\nkeys:\n- % # laptop\naccess:\n  # some\n  dev: tunnel # for now\nadmin: true\n",
        "name: Alice\nkeys:\n  - \"% alice\"\naccess: {}\n", "name: Alice\nkeys:\n  - %\nuntil: 2099-01-01",
    ])
    func whoIsThereGetsMoreAndKeepsTheirComments(_ text: String) throws {
        let old = text.replacing("%", with: Self.alice)
        let files = Self.files(["alice.yaml": old])
        let change = try Self.arrival([Self.alice, Self.second], ["dev=shell", "prod=tunnel"])
            .change(files, in: try Self.inventory())
        let person = try #require(try change.after.roster(for: try Self.inventory()).roster.person("alice"))
        #expect(person.keys.count == 2 && person.level(in: "dev") == .shell && person.level(in: "prod") == .tunnel)
        let new = String(decoding: try #require(change.after.file(of: "alice")), as: UTF8.self)
        for comment in ["# ours", "# two", "# for now", "# the end", "# laptop", "# some"] {
            #expect(old.contains(comment) == new.contains(comment))
        }
        // Again, there is nothing to do.
        let again = try Self.arrival([Self.alice, Self.second], ["dev=shell", "prod=tunnel"])
            .change(change.after, in: try Self.inventory())
        #expect(again.isNothing && again.diff.isEmpty)
    }

    @Test func nothingIsTakenAwayOrSaidOtherwise() throws {
        let files = Self.files(["alice.yaml": "name: Alice\nkeys: [\(Self.alice)]\naccess: { dev: shell }\n"])
        for asked in [
            try Self.arrival([Self.alice], ["dev=tunnel"]), try Self.arrival([Self.alice], [], name: "Al"),
            try Self.arrival([Self.alice], [], until: "2099-01-01"),
            // A list that is written in another way than a key a line is for people to edit.
            try Self.arrival([Self.second], []),
        ] {
            #expect(throws: Arrival.Mistake.self) { try asked.change(files, in: try Self.inventory()) }
        }
    }

    @Test(arguments: ["dev", "dev=root", "dve=shell", "=shell", "dev=shell=x"])
    func accessIsAnEnvironmentAndALevel(_ text: String) {
        #expect(throws: Arrival.Mistake.self) { try Self.arrival([Self.alice], [text]) }
    }

    @Test(arguments: [
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n", "", "# nothing\n", "ssh-ed25519 notbase64\n",
        "command=\"x\" ssh-ed25519 AAAA\n", "ssh-ed25519 AAAA \u{1b}[2J\n",
    ])
    func whatIsNoPublicKeyIsRefusedWithoutBeingShown(_ text: String) {
        #expect {
            try Arrival.keys(in: Array(text.utf8), from: "a\u{1b}b")
        } throws: { error in
            guard let mistake = error as? Arrival.Mistake else { return false }
            return mistake.isData && !mistake.message.contains("b3Bl") && !mistake.message.contains("\u{1b}")
        }
    }

    private static func leaving(_ files: RosterFiles, history: [String] = []) throws -> Leaving? {
        Leaving(
            "alice", from: files, history: history.map { Array($0.utf8) }, for: try inventory(),
            note: "levels-ssh:alice revoked today",
            isRevokedKeyTheirs: { String(decoding: $0.comment.bytes, as: UTF8.self).hasPrefix("levels-ssh:alice ") })
    }

    @Test func whoLeavesLosesEveryKeyThatEverWasTheirs() throws {
        let files = Self.files([
            "alice.yaml": "name: Alice\nkeys:\n  - \(Self.alice)\n",
            "bob.yaml": "name: Bob\nkeys:\n  - \(Self.bob)\n", "revoked_keys": "# gone\n",
        ])
        // A version that nobody can read as a file; and one with a key that is Bob's by now.
        let leaving = try #require(
            try Self.leaving(files, history: ["<<<<\n#  - \"\(Self.second) old\"", "keys: [\(Self.bob)]"]))
        #expect(leaving.keys.map(\.key.text) == [Self.alice, Self.second])
        #expect(leaving.kept.map(\.key.text) == [Self.bob] && leaving.name == "Alice")
        // What makes the keys nobody's comes first.
        #expect(leaving.change.edits.map(\.name) == ["revoked_keys", "alice.yaml"])
        let roster = try leaving.change.after.roster(for: try Self.inventory()).roster
        #expect(roster.person("alice") == nil && roster.revoked.map(\.key.text) == [Self.alice, Self.second])
        #expect(roster.revokedFile.starts(with: "# gone\n".utf8))
    }

    /// Killed between the two files, and after both: the same command finds the rest, or the keys.
    @Test func theSameAgainFindsTheSame() throws {
        let files = Self.files(["alice.yaml": "name: Alice\nkeys:\n  - \(Self.alice)\n"])
        let first = try #require(try Self.leaving(files))
        let half = RosterFiles(
            folder: "/x/keys", files: first.change.after.files.merging(files.files) { new, _ in new })
        #expect(throws: RosterError.self) { try half.roster(for: try Self.inventory()) }
        let rest = try #require(try Self.leaving(half))
        #expect(rest.change.edits.map(\.name) == ["alice.yaml"] && rest.change.after == first.change.after)
        let after = try #require(try Self.leaving(first.change.after))
        #expect(after.change.isNothing && after.keys.map(\.key.text) == [Self.alice])
        #expect(after.keys.map(\.source) == [.revoked])
        #expect(try Self.leaving(Self.files([:])) == nil)
    }

    @Test func aChangeIsMadeWholeOrNotAtAll() async throws {
        try await TemporaryFolder.with { folder in
            let before = RosterFiles(folder: folder)
            let change = RosterChange(before, [("alice.yaml", Array("a\n".utf8))])
            try change.write()
            #expect(try TemporaryFolder.text(folder + "/alice.yaml") == "a\n")
            // It is no longer what it was.
            #expect(throws: RosterChange.Failure.self) { try change.write() }
        }
    }
}
