import Inventory
import Testing

@testable import Fleet

@Suite("From where people have come") struct LoginsTests {
    private static let clock = HostClock(seconds: 1_795_000_000, secondsEastOfUTC: 3600)

    /// It is 2026-11-18 12:06:40 there.
    @Test(arguments: [
        ("1794999999.123456", "2026-11-18T11:06:39Z"), ("2026-11-18T12:00:00.5+01:00", "2026-11-18T11:00:00Z"),
        ("2026-11-18T12:00:00Z", "2026-11-18T12:00:00Z"), ("Nov 18 12:00:00", "2026-11-18T11:00:00Z"),
        ("Nov  9 00:30:00", "2026-11-08T23:30:00Z"), ("Dec 24 12:00:00", "2025-12-24T11:00:00Z"),
        ("Nov 31 12:00:00", nil), ("Noc 1 12:00:00", nil), ("Nov 1 12:00", nil), ("99999999999999", nil), ("", nil),
        ("2026-11-18T12:00:00+99:00", nil), ("-5", nil),
    ])
    func aMomentIsReadAsLogsWriteIt(_ text: String, _ expected: String?) {
        #expect(LogTime.read(text, Self.clock)?.description == expected)
    }

    private static func line(_ time: String, _ message: String, tag: String = "sshd[7]") -> String {
        "\(time) h \(tag): \(message)\n"
    }

    @Test(.enabled(if: StagedHost.isPossible, StagedHost.why), arguments: HostScriptTests.shells)
    func isWhatTheLogOfSSHDSays(_ shell: [String]) async throws {
        try await StagedHost.with { host in
            let key = "ssh2: ED25519 SHA256:\(String(repeating: "a", count: 43))"
            func accepted(_ address: String, _ user: String = "jump") -> String {
                "Accepted publickey for \(user) from \(address) port 1 \(key)"
            }
            let now = try await host.sh("date -u +%FT%TZ").filter { $0 != "\n" }
            let old = Self.line("2026-01-02T03:04:05+00:00", accepted("198.51.100.7"))
            let log =
                Self.line("2026-02-03T04:05:06.7+01:00", accepted("198.51.100.7"))
                + Self.line("2026-02-03T00:00:00Z", accepted("::ffff:203.0.113.9"), tag: "sshd-session[9]")
                + Self.line(now, accepted("2001:db8::7"))
                // What others write: a name of no user, another program, a failed login, and a line that is none.
                + Self.line(now, "Invalid user x]: \(accepted("192.0.2.1")) from 192.0.2.2 port 9")
                + Self.line(now, accepted("192.0.2.3"), tag: "logger[7]")
                + Self.line(now, "Failed publickey for jump from 192.0.2.4 port 1 \(key)")
                + "\u{1b}]: Accepted publickey for x from $(reboot) port \n"
            try await host.write(Array(old.utf8), to: "/var/log/auth.log.1", owner: 0)
            try await host.sh("touch -d yesterday /var/log/auth.log.1")
            try await host.write(Array(log.utf8), to: "/var/log/auth.log", owner: 0)
            let answer = try LoginsAnswer.read(try await host.run(.logins, [], shell: shell).output)
            #expect(answer.since == UTCTime("2026-01-02T03:04:05Z"))
            let found = Dictionary(uniqueKeysWithValues: answer.last.map { ($0.key.description, $0.value.description) })
            #expect(
                found == [
                    "198.51.100.7": "2026-02-03T03:05:06Z", "203.0.113.9": "2026-02-03T00:00:00Z", "2001:db8::7": now,
                ])
            #expect(answer.last(from: try CIDR("198.51.100.0/24")) == UTCTime("2026-02-03T03:05:06Z"))
            try await host.sh("rm /var/log/auth.log*")
            let none = try LoginsAnswer.read(try await host.run(.logins, [], shell: shell).output)
            #expect(none.last.isEmpty && none.since == nil)
        }
    }

    @Test func answersThatAreNoneAreRefused() throws {
        for text in [
            "levels-ssh 1\nend\n", "levels-ssh 1\nclock 1 +0000\n", "levels-ssh 1\nclock 1 +0000\nwhat\nend\n",
        ] {
            #expect(throws: AnswerError.self, "\(text)") { _ = try LoginsAnswer.read(Array(text.utf8)) }
        }
        let odd = "levels-ssh 1\nclock 1 +0000\nfrom \u{1b} x\nfrom 192.0.2.1\nfrom 192.0.2.1 never\nend\n"
        #expect(try LoginsAnswer.read(Array(odd.utf8)).last.isEmpty)
    }

    @Test func oneBastionThatWasNotAskedLeavesItOpen() throws {
        var declaring = Declaring()
        declaring.environments = []
        let machine = try #require(try declaring.inventory().machines.first)
        func logins(_ last: [String: Int64], since: Int64?) throws -> MachineLogins {
            let pairs = try last.map { (try #require(IPAddress($0.key)), UTCTime($0.value)) }
            return MachineLogins(
                machine: machine,
                answer: LoginsAnswer(
                    last: Dictionary(uniqueKeysWithValues: pairs), since: since.map { UTCTime($0) }))
        }
        let silent = MachineLogins(machine: machine, answer: nil, trouble: "did not answer")
        let office = try CIDR("198.51.100.0/24")
        let (a, b) = (try logins(["198.51.100.7": 500], since: 100), try logins(["192.0.2.1": 900], since: 300))
        #expect(LastSeen(office, in: [a, b]) == .at(UTCTime(500)))
        #expect(LastSeen(office, in: [a, silent]) == .at(UTCTime(500)))
        #expect(LastSeen(office, in: [b]) == .notSince(UTCTime(300)))
        #expect(LastSeen(try CIDR("203.0.113.0/24"), in: [a, b]) == .notSince(UTCTime(300)))
        #expect(LastSeen(office, in: [b, silent]) == .unknown && LastSeen(office, in: []) == .unknown)
        #expect(LastSeen(office, in: [try logins([:], since: nil)]) == .unknown)
    }
}
