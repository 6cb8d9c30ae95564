import Testing

@testable import Inventory

@Suite("The whitelist in levels.yaml") struct WhitelistEditorTests {
    private func editor(_ text: String) throws -> WhitelistEditor {
        try WhitelistEditor(
            Array(text.utf8),
            ReadingContext(file: "levels.yaml", path: "/srv/levels.yaml", home: "/home/alice", now: Sample.now))
    }

    private let entry: WhitelistEntry = {
        let cidr = try? CIDR("198.51.100.7/32")
        return WhitelistEntry(
            cidr: cidr ?? CIDR(base: IPAddress(family: .v4, bits: 0), prefixLength: 0), owner: "bob: home",
            until: try? ExpiryDay("2027-01-31"), why: "on call")
    }()
    private let line = "- { cidr: 198.51.100.7/32, owner: \"bob: home\", until: 2027-01-31, why: on call }"

    /// With all that somebody may have written around it: comments, blanks, quotes, other ways to write an entry.
    static let layouts = [
        "- { cidr: 203.0.113.0/24, owner: office, until: 2027-06-30 }\n",
        "# the office\n      - { cidr: 203.0.113.0/24, owner: office }   # both floors\n\n      # what follows\n",
        "- cidr: 203.0.113.0/24\n        owner: office   # us\n\n        # until we move\n        until: 2027-06-30\n",
        "- {\n          \"cidr\": '203.0.113.0/24', 'owner': office }\n      - {cidr: \"2001:db8::/32\", owner: é}\n",
    ]

    @Test(arguments: layouts)
    func keepsEveryOtherByte(_ layout: String) throws {
        let text = try Sample.text("- { cidr: 203.0.113.0/24, owner: office, until: 2027-06-30 }\n", layout)
        let added = try editor(text).adding(entry, to: "one")
        #expect(added.removed == [] && added.added == ["      " + line])
        let new = String(decoding: added.bytes, as: UTF8.self)
        #expect(new.split(separator: "\n", omittingEmptySubsequences: false)[added.line - 1] == "      " + line)
        #expect(new.replacing("      " + line + "\n", with: "") == text)
        let inventory = try Sample.read(new).inventory
        #expect(inventory.vpc(named: "one")?.whitelist.last == entry)
        // And out again, which leaves what was there before.
        let removed = try editor(new).removing(entry.cidr, from: "one")
        #expect(removed.bytes == Array(text.utf8) && removed.removed == added.added && removed.line == added.line)
    }

    @Test func takesOutAnEntryWithAllOfItsLines() throws {
        let text = try Sample.text(
            "- { cidr: 203.0.113.0/24, owner: office, until: 2027-06-30 }\n",
            "- cidr: 203.0.113.0/24\n        owner: office\n\n        until: 2027-06-30\n      # the other one\n"
                + "      - { cidr: 198.51.100.0/24, owner: home }\n")
        let edit = try editor(text).removing(try CIDR("203.0.113.0/24"), from: "one")
        #expect(edit.removed.count == 4 && edit.line == 5)
        #expect(String(decoding: edit.bytes, as: UTF8.self).contains("whitelist:\n      # the other one\n      - {"))
    }

    @Test func beginsAListWhereThereIsNone() throws {
        let edit = try editor(Sample.text).adding(entry, to: "two")
        #expect(edit.added == ["    whitelist:", "      " + line])
        let new = try Sample.read(String(decoding: edit.bytes, as: UTF8.self)).inventory
        #expect(new.vpc(named: "two")?.whitelist == [entry] && new.vpc(named: "one")?.whitelist.count == 1)
    }

    @Test func endsLinesAsTheFileDoes() throws {
        let text = Sample.text.replacing("\n", with: "\r\n")
        let edit = try editor(text).adding(entry, to: "one")
        #expect(String(decoding: edit.bytes, as: UTF8.self).contains(line + "\r\n    bastions:"))
        #expect(
            try editor(String(decoding: edit.bytes, as: UTF8.self)).removing(entry.cidr, from: "one").bytes
                == Array(text.utf8))
    }

    /// What it cannot do without touching another line, or what would do another thing than was asked for.
    @Test(arguments: [
        ("- { cidr: 203.0.113.0/24, owner: office, until: 2027-06-30 }", "    []"),
        (
            "\n      - { cidr: 203.0.113.0/24, owner: office, until: 2027-06-30 }",
            " [{ cidr: 203.0.113.0/24, owner: office }, { cidr: 192.0.2.0/24, owner: home }]"
        ),
        ("\n      - { cidr: 203.0.113.0/24, owner: office, until: 2027-06-30 }", " []"),
        ("\n      - { cidr", "\n      -\n        { cidr"),
    ])
    func leavesTheRestToPeople(_ old: String, _ new: String) throws {
        let editor = try editor(try Sample.text(old, new))
        let refusal = #expect(throws: WhitelistEditor.Refusal.self) { try editor.adding(entry, to: "one") }
        #expect(refusal?.hint == "write it by hand, under whitelist of VPC one: \(line)")
    }

    @Test func refusesWhatIsThereAlreadyAndWhatIsNot() throws {
        let editor = try editor(Sample.text)
        let office = WhitelistEntry(cidr: try CIDR("203.0.113.0/24"), owner: "x", until: nil)
        let twice = #expect(throws: WhitelistEditor.Refusal.self) { try editor.adding(office, to: "one") }
        #expect(twice?.message == "203.0.113.0/24 is in the whitelist of VPC one already")
        let absent = #expect(throws: WhitelistEditor.Refusal.self) {
            try editor.removing(try CIDR("203.0.113.7/32"), from: "one")
        }
        #expect(absent?.hint == "there are entries like it: 203.0.113.0/24")
        let last = #expect(throws: WhitelistEditor.Refusal.self) { try editor.removing(office.cidr, from: "one") }
        #expect(last?.message.hasSuffix("a VPC without a whitelist is open to all") == true)
        #expect(throws: WhitelistEditor.Refusal.self) { try editor.adding(office, to: "three") }
    }

    /// Whatever the file looks like: nothing but what was asked for, or nothing.
    @Test func declaresNothingElse() throws {
        var mutator = Mutator(seed: 11)
        var edits = 0
        for _ in 0..<2000 {
            let text = mutator.mutate(Sample.text)
            guard let editor = try? editor(text) else { continue }
            guard let edit = try? editor.adding(entry, to: "one") else { continue }
            edits += 1
            let new = try Sample.read(String(decoding: edit.bytes, as: UTF8.self)).inventory
            let old = editor.reading.inventory
            #expect(new.environments == old.environments && new.vpcs.count == old.vpcs.count)
            #expect(new.vpcs.dropFirst() == old.vpcs.dropFirst())
        }
        #expect(edits > 20)
    }
}
