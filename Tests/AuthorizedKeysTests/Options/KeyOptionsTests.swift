import AuthorizedKeys
import LevelsLab
import Testing

@Suite("Options in front of a key")
struct KeyOptionsTests {
    @Test func whatIsWrittenIsWhatSSHDReads() throws {
        let options = KeyOptions([
            .restrict, .permission(.portForwarding, true), .permitOpen("10.10.1.11:22"), .permitOpen("10.10.2.11:22"),
            .command("echo \"no\" && exit 1"), .from("198.51.100.7/32"),
            .expiryTime(try #require(ExpiryTime(utc: 1_801_439_999))),
        ])
        let text = try options.rendered()
        #expect(
            text == #"restrict,port-forwarding,permitopen="10.10.1.11:22",permitopen="10.10.2.11:22","#
                + #"command="echo \"no\" && exit 1",from="198.51.100.7/32",expiry-time="20270131235959Z""#)
        #expect(try KeyOptions(parsing: text) == options)
    }

    @Test(arguments: [
        KeyOption.command("a\nb"), .command("a\rb"), .command("a\0b"), .command("a\u{1B}b"), .command("a\\"),
        .command("a\\\" ssh-ed25519 AAAA"), .command("\u{202E}"), .command(RawText([0xFF])), .from("a\n"),
        .environment("A=\u{7F}"), .principals("a\u{2028}b"), .principals("without an authority"),
    ])
    func whatCouldBreakOutIsNotWritten(_ option: KeyOption) {
        #expect(throws: OptionError.unwritable(option: option.name)) { try KeyOptions([option]).rendered() }
    }

    @Test(arguments: [
        KeyOption.permitOpen("a"), .permitOpen("a:0"), .permitListen("a:b c"), .environment("A"), .tunnel("x"),
        .from(""), .from("10.0.0.1/8"), .from("10.0.0.1,"), .from("10.0.0.1/33"),
    ])
    func whatSSHDWouldRefuseIsNotWritten(_ option: KeyOption) {
        #expect(throws: OptionError.self) { try KeyOptions([option]).rendered() }
    }

    @Test func aSecondForcedCommandIsNotWritten() {
        #expect(throws: OptionError.duplicate(option: "command")) {
            try KeyOptions([.command("a"), .command("b")]).rendered()
        }
    }

    @Test(arguments: [
        ("frobnicate", OptionError.unknownOption("frobnicate")), ("pty,frob\u{1B}", .unknownOption("frob\\x1b")),
        ("no-command=\"a\"", .unknownOption("no-command=\"a\"")), ("command=a", .missingStartQuote(option: "command")),
        ("command=\"a", .missingEndQuote), ("from=\"a\",FROM=\"b\"", .duplicate(option: "from")),
        ("expiry-time=\"soon\"", .badExpiryTime("soon")), ("environment=\"A\"", .badEnvironment("A")),
        ("permitopen=\"a\"", .badPermission(option: "permitopen", "a")), ("tunnel=\"a\"", .badTunnel("a")),
    ])
    func whatSSHDRefusesIsRefusedWithItsReason(_ text: String, _ error: OptionError) {
        #expect(throws: error) { try KeyOptions(parsing: text) }
        #expect(!error.message.isEmpty && !error.hint.isEmpty)
    }

    @Test func laterFlagsOverruleEarlierOnes() throws {
        let first = KeyPermissions(try KeyOptions(parsing: "restrict,pty,no-touch-required"))
        #expect(first.allowed == [.pty] && !first.touchRequired)
        let last = KeyPermissions(
            try KeyOptions(parsing: "pty,restrict,verify-required,permitopen=\"a:1\",permitopen=\"b:2\""))
        #expect(last.allowed.isEmpty && last.verifyRequired && last.permitOpen == ["a:1", "b:2"])
        #expect(KeyPermissions(KeyOptions()).allowed.count == KeyOption.Permission.allCases.count)
    }

    @Test(arguments: [
        ("20270131Z", Int64(1_801_353_600)), ("20270131235959Z", 1_801_439_999), ("202701312359utc", 1_801_439_940),
        ("20000229Z", 951_782_400), ("20270229Z", 1_803_859_200), ("99991231235959Z", 253_402_300_799),
    ])
    func timesAreThoseOfTheCalendar(_ text: String, _ seconds: Int64) throws {
        let time = try #require(ExpiryTime(reading: text.utf8))
        #expect(time.seconds == seconds && time.isUTC)
        #expect(ExpiryTime(utc: seconds) == time)
        #expect(ExpiryTime(reading: time.text.utf8) == time)
    }

    @Test func aHostBefore91IsToldInItsOwnTime() throws {
        var generator = SeededGenerator(seed: 2)
        let end: Int64 = 1_801_439_999
        let time = try #require(ExpiryTime(utc: end)?.inHostTime(secondsEastOfUTC: 7200))
        #expect(time.text == "20270201015959")
        let entry = AuthorizedKey(options: KeyOptions([.expiryTime(time)]), key: try Made.ed25519(&generator))
        let last = ServerContext(now: end, version: SSHDVersion(8, 7), secondsEastOfUTC: 7200)
        let over = ServerContext(now: end + 1, version: SSHDVersion(8, 7), secondsEastOfUTC: 7200)
        #expect(entry.verdict(last) == .inForce)
        #expect(entry.verdict(over) == .ignored(.expired))
        for seconds in [Int64.min, .max, 86401, -86401] {
            #expect(ExpiryTime(utc: end)?.inHostTime(secondsEastOfUTC: seconds) == nil)
        }
    }

    @Test(arguments: [
        ("expiry-time=\"20990101\"", SSHDVersion(7, 7)), ("expiry-time=\"20990101Z\"", SSHDVersion(9, 1)),
        ("permitlisten=\"1\"", SSHDVersion(7, 8)), ("no-touch-required", SSHDVersion(8, 2)),
        ("verify-required", SSHDVersion(8, 4)),
    ])
    func anOptionThatTheServerDoesNotKnowKillsTheLine(_ options: String, _ since: SSHDVersion) throws {
        var generator = SeededGenerator(seed: 1)
        let line = options + " " + (try Made.ed25519(&generator)).text
        let file = try AuthorizedKeysFile(Array(line.utf8))
        #expect(file.lines[0].verdict(ServerContext(now: 0, version: since)) == .inForce)
        let before = since.minor == 0 ? SSHDVersion(since.major - 1, 9) : SSHDVersion(since.major, since.minor - 1)
        #expect(!file.lines[0].verdict(ServerContext(now: 0, version: before)).mayAdmit)
    }

    @Test(
        arguments: [
            ("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7", SSHDVersion(9, 2)),
            ("OpenSSH_10.0p2, OpenSSL 3.5", SSHDVersion(10, 0)),
            ("SSH-2.0-dropbear_2022.83", nil), ("SSH-2.0-OpenSSH_", nil), ("OpenSSH_99999999999999999999.1", nil),
            ("", nil),
        ] as [(String, SSHDVersion?)])
    func versionsAreReadFromGreetings(_ greeting: String, _ version: SSHDVersion?) {
        #expect(SSHDVersion(greeting: greeting) == version)
    }
}
