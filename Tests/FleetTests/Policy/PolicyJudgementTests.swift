import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet

struct PolicyJudgementTests {
    private static let version = SSHDVersion(9, 2)
    private static let users = ["app", "ops"]
    private static let addresses = ["192.0.2.9", "10.1.2.3"]

    /// An sshd that keeps all of the policy but what `other` says for an account and an address.
    private func measured(
        _ other: (_ user: String, _ address: String) -> [String: String] = { _, _ in [:] },
        places: [String: SettingPlace] = [:], files: [ConfigFile] = []
    ) throws -> MeasuredPolicy {
        let cases = try Self.users.flatMap { user in
            try Self.addresses.map { address in
                var settings = ["banner": "/etc/issue.net", "allowusers": "app", "revokedkeys": "/var/lib/r"]
                for rule in PolicyRule.all {
                    guard let written = rule.written[.bastion] else { continue }
                    settings[rule.directive.lowercased()] = written
                }
                settings.merge(other(user, address)) { $1 }
                let text = settings.map { "\($0) \($1)\n" }.sorted().joined()
                return PolicyCase(
                    user: user, address: address, settings: try #require(EffectiveSettings(Array(text.utf8))),
                    places: settings.keys.contains("none") ? [:] : places)
            }
        }
        return MeasuredPolicy(isRoot: true, cases: cases, files: files, main: nil, order: [])
    }

    private func judge(
        _ measured: MeasuredPolicy, _ inForce: [PolicyException] = [], expired: [PolicyException] = [],
        at now: Int64 = 0
    ) -> PolicyJudgement {
        PolicyJudgement(
            measured, role: .bastion, version: Self.version, exceptions: (inForce, expired), at: now)
    }

    private func exception(
        _ directive: PolicyDirective, _ value: String, user: String? = nil, until: String = "2027-01-31"
    ) throws -> PolicyException {
        PolicyException(
            directive: directive, value: value, reason: "many tabs", owner: "olga", until: try ExpiryDay(until),
            user: user)
    }

    @Test func nothingIsSaidOfWhatIsKept() throws {
        let judgement = judge(try measured())
        #expect(judgement.isKept && judgement.differences == [] && judgement.remarks == [])
        #expect(
            judgement.kept.count == PolicyRule.all.count { $0.require[.bastion] != nil && $0.since <= Self.version })
    }

    private static let place = SettingPlace.file("/etc/ssh/sshd_config.d/50-cloud-init.conf", line: 3)

    @Test(arguments: [
        (["app", "ops"], ["192.0.2.9", "10.1.2.3"], ""), (["app"], ["192.0.2.9", "10.1.2.3"], " for app"),
        (["app", "ops"], ["10.1.2.3"], " from 10.1.2.3"), (["ops"], ["10.1.2.3"], " for ops from 10.1.2.3"),
    ])
    func aBrokenRuleIsOneLineThatSaysForWhomAndByWhat(
        _ users: [String], _ addresses: [String], _ whom: String
    ) throws {
        let found = try measured(
            { users.contains($0) && addresses.contains($1) ? ["passwordauthentication": "yes"] : [:] },
            places: ["passwordauthentication": Self.place])
        #expect(
            judge(found).differences == [
                "PasswordAuthentication is yes\(whom) (/etc/ssh/sshd_config.d/50-cloud-init.conf:3), and must be no: "
                    + "a password can be guessed, and shared (dev-sec sshd-27, Mozilla; CIS, STIG, PCI-DSS and Lynis do "
                    + "not ask)"
            ])
    }

    @Test func severalValuesOfOneRuleAreOneLine() throws {
        let found = try measured { user, _ in ["maxauthtries": user == "app" ? "6" : "9"] }
        let lines = judge(found).differences
        #expect(lines.count == 1)
        #expect(lines[0].hasPrefix("MaxAuthTries is 6 for app (sshd's default), 9 for ops (sshd's default), and must"))
    }

    @Test func whatTheCommandLineSaysIsNamedAndWhatsHostileIsEscaped() throws {
        let found = try measured(
            { _, _ in ["loglevel": "QUIET\u{85}", "x11forwarding": "yes"] },
            places: ["loglevel": .commandLine, "x11forwarding": .file("/etc/\u{1b}[2J", line: 1)])
        let text = judge(found).differences.joined()
        #expect(text.contains("(command line)"))
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x85 })
    }

    @Test func adviceIsNoDifference() throws {
        let judgement = judge(try measured { _, _ in ["banner": "none"] })
        #expect(judgement.isKept && judgement.differences == [])
        #expect(
            judgement.remarks.count == 1
                && judgement.remarks[0].hasPrefix("Banner is none (sshd's default), and should"))
    }

    @Test func groupsAreSetAsWell() throws {
        let found = try measured { _, _ in ["allowusers": "", "allowgroups": "ssh"] }
        #expect(judge(found).remarks == [])
    }

    @Test func whatIsExceptedIsNoFinding() throws {
        let found = try measured { user, _ in user == "app" ? ["passwordauthentication": "yes"] : [:] }
        let one = try exception(.passwordAuthentication, "yes", user: "app")
        let judgement = judge(found, [one])
        #expect(judgement.isKept)
        #expect(judgement.exceptions.map(\.state) == [.used])
        #expect(
            judgement.remarks == [
                "PasswordAuthentication is yes for app (sshd's default), which is excepted until 2027-01-31: many tabs "
                    + "(olga)"
            ])
        // Neither for another account, nor of another value, nor when its time is over.
        let other = try exception(.passwordAuthentication, "yes", user: "ops")
        #expect(judge(found, [other]).differences.count == 1)
        #expect(
            judge(try measured { _, _ in ["maxsessions": "99"] }, [try exception(.maxSessions, "20")]).differences.count
                == 1)
        let over = judge(found, expired: [one])
        #expect(over.differences.count == 1)
        #expect(over.remarks[0].hasPrefix("the exception of PasswordAuthentication for app ended on 2027-01-31"))
    }

    @Test func anExceptionThatNothingNeedsIsTold() throws {
        let states = judge(
            try measured(),
            [
                try exception(.maxAuthTries, "3"), try exception(.permitOpen, "any"), try exception(.maxSessions, "20"),
                try exception(.perSourcePenalties, "no"),
            ]
        ).exceptions.map(\.state)
        #expect(states == [.needless, .unasked, .pending, .unasked])
    }

    /// 2027-01-31 ends at 1801440000.
    @Test(arguments: [(Int64(1_800_144_000), false), (Int64(1_800_230_400), true)])
    func itsEndIsSaidTwoWeeksBefore(_ now: Int64, _ isEnding: Bool) throws {
        let found = try measured { _, _ in ["maxsessions": "20"] }
        let judgement = judge(found, [try exception(.maxSessions, "20")], at: now)
        #expect(judgement.exceptions.map(\.isEnding) == [isEnding])
        #expect(judgement.remarks[0].contains("until 2027-01-31, soon:") == isEnding)
    }

    private func file(_ mode: UInt32, owner: UInt32 = 0, group: UInt32 = 0, _ kind: ConfigFile.Kind) -> ConfigFile {
        ConfigFile(
            status: FileStatus(
                path: "/etc/ssh/f", mode: 0o100000 | mode, owner: owner, group: group, size: 1, links: 1), kind: kind)
    }

    @Test func filesBelongToRootAndAreWrittenByNobodyElse() throws {
        let files: [(ConfigFile, PolicyRule.Weight?)] = [
            (file(0o600, .config), nil), (file(0o644, .config), .advised), (file(0o664, .config), .required),
            (file(0o600, group: 5, .config), .advised), (file(0o600, owner: 5, .config), .required),
            (file(0o600, .privateHostKey), nil), (file(0o640, group: 5, .privateHostKey), nil),
            (file(0o644, .privateHostKey), .required), (file(0o644, .publicHostKey), nil),
            (file(0o646, .publicHostKey), .required),
        ]
        for (file, weight) in files { #expect(FileFinding(file)?.weight == weight, "\(file)") }
        let judgement = judge(try measured(files: [file(0o664, .config)]))
        #expect(!judgement.isKept)
        #expect(
            judgement.differences == [
                "/etc/ssh/f is 0:0 664, and must be writable by root alone (CIS 5.1.1 to 5.1.3, STIG, PCI-DSS, dev-sec, "
                    + "ANSSI): chown root:root /etc/ssh/f && chmod 600 /etc/ssh/f"
            ])
    }
}
