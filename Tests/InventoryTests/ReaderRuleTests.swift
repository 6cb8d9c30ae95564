import Inventory
import Testing

@Suite("Every rule of levels.yaml, broken once")
struct ReaderRuleTests {
    @Test("is found, and nothing else is", arguments: BadCases.all)
    func finds(_ bad: BadCase) throws {
        let lines = Sample.findings(try Sample.text(bad.old, bad.new))
        for part in bad.says { #expect(lines.contains { $0.contains(part) }, "\(part) is not in \(lines)") }
        let unexpected = lines.filter { line in !bad.says.contains { line.contains($0) } }
        #expect(unexpected == [])
    }

    @Test func nothingIsFoundInTheSample() {
        #expect(Sample.findings(Sample.text) == [])
    }

    @Test func allFindingsComeAtOnceAndByPosition() throws {
        let text = try Sample.text("user: jump", "user: -j").replacing("vpc: two", with: "vpc: three")
            .replacing("sudo: true", with: "sodu: true").replacing("engine: mysql", with: "engine: oracle")
        let lines = Sample.findings(text)
        #expect(lines.map { $0.split(separator: ":")[1] } == ["8", "9", "25", "32"])
    }

    @Test func aFindingIsOneLineWithFilePositionWayValueRuleAndSuggestion() throws {
        let lines = Sample.findings(try Sample.text("cidr: 10.10.0.0/16", "cidr: 10.10.3.0/16"))
        let expected = """
            levels.yaml:3:11: vpcs.one.cidr: value "10.10.3.0/16": the bits behind the prefix must be zero; \
            did you mean "10.10.0.0/16"?
            """
        #expect(lines == [expected])
    }

    @Test(
        "a password written in the place of its source is never repeated",
        arguments: [
            "hunter2", "[hunter2]", "{ env: \"hunter2!\" }", "{ env: [hunter2] }", "{ file: {a: hunter2} }",
            "{ file: \"~hunter2\" }", "{ command: hunter2 }", "{ command: [x, {hunter2: y}] }", "\"hunter2",
            "{ env: \"a b\", pasword: hunter2 }", "!hunter2 x", "&hunter2 x", "*hunter2", "{ hunter2 }",
            "{ hunter2: 1, hunter2: 2 }", "{{ hunter2 }}", "{ hunter2: &a x }", "{ env: { hunter2: *a } }",
        ])
    func redacts(_ place: String) throws {
        let lines = Sample.findings(try Sample.text(BadCases.password, place))
        #expect(!lines.isEmpty)
        #expect(!lines.contains { $0.contains("hunter2") }, "\(lines)")
    }

    @Test func anEnvironmentMayBeCalledPassword() throws {
        let lines = Sample.findings(
            try Sample.text("prod:", "password:").replacing("protected: true", with: "protected: 1"))
        #expect(lines.first?.contains("environments.password.protected: value \"1\"") == true, "\(lines)")
    }

    @Test func aPrivateKeyInPlaceOfAPinIsNotRepeated() throws {
        let text = try Sample.text(BadCases.pin, "hostKey: \"-----BEGIN OPENSSH PRIVATE KEY----- b3BlbnNz\"")
        let lines = Sample.findings(text)
        #expect(lines.count == 1)
        #expect(lines.first?.contains("value <redacted>: this is a private key") == true)
    }

    @Test func whatIsShownIsEscapedAndCut() throws {
        let long = String(repeating: "x", count: 500)
        let lines = Sample.findings(try Sample.text("user: jump", "user: \"\\e[2J\\u202e\(long)\""))
        #expect(lines.count == 1)
        #expect(lines.first?.contains("value \"\\u{1b}[2J\\u{202e}xxx") == true)
        #expect(lines.first.map { $0.utf8.count < 300 } == true)
    }

    @Test func manyFindingsAreBounded() {
        let keys = (0..<5000).map { "k\($0): 1\n" }.joined()
        let lines = Sample.findings(keys + Sample.text)
        #expect(lines.count == 201)
        #expect(lines.last?.hasSuffix("and 4800 more findings") == true)
    }

    @Test func anEmptyFileSaysWhatIsMissing() {
        #expect(Sample.findings("# nothing\n") == ["levels.yaml:1:1: is empty: vpcs and environments are missing"])
    }

    @Test func bytesThatAreNotUTF8HaveAPosition() {
        let bytes = Array("vpcs:\n  ä".utf8) + [0xFF] + Array(": x\n".utf8)
        do throws(InventoryError) {
            _ = try Inventory.read(bytes, path: "/levels.yaml", home: nil, now: 0)
            Issue.record("it was read")
        } catch {
            #expect(error.message.hasPrefix("levels.yaml:2:4: is not YAML: "))
        }
    }

    @Test func anAliasBombIsRefusedWithoutUnfolding() {
        var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
        for (last, next) in zip("abcdefghijklmnopqrst", "bcdefghijklmnopqrstu") {
            text += "\(next): &\(next) [\(Array(repeating: "*\(last)", count: 9).joined(separator: ", "))]\n"
        }
        let lines = Sample.findings(text + "? *u\n: 1\n")
        #expect(lines.contains { $0.contains("anchors are not taken") })
    }
}
