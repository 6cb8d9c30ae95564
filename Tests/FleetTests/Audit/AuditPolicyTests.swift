import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet

struct AuditPolicyTests {
    private func machines() throws -> [Machine] {
        var declaring = Declaring()
        declaring.environments = [
            try Declaring.environment("dev", hosts: ["10.0.0.1:22", "10.0.0.2:22"], databases: [["10.0.0.9:1"]])
        ]
        return try declaring.inventory().machines.filter { $0.role == .host }
    }

    private func judge(
        _ settings: [String: String], _ exceptions: [PolicyException] = [], mode: UInt32 = 0o600
    ) throws -> PolicyJudgement {
        let text = settings.map { "\($0) \($1)\n" }.sorted().joined()
        let one = PolicyCase(
            user: "app", address: "192.0.2.9", settings: try #require(EffectiveSettings(Array(text.utf8))),
            places: ["passwordauthentication": .file("/etc/ssh/sshd_config", line: 7)])
        let file = ConfigFile(
            status: FileStatus(
                path: "/etc/ssh/sshd_config", mode: 0o100000 | mode, owner: 0, group: 0, size: 1, links: 1),
            kind: .config)
        let measured = MeasuredPolicy(isRoot: true, cases: [one], files: [file], main: nil, order: [])
        return PolicyJudgement(
            measured, role: .host, version: SSHDVersion(9, 2), exceptions: (exceptions, []), at: 0)
    }

    @Test func machinesThatHaveARuleAlikeAreOneLineWithItsOwnEvidence() throws {
        let hosts = try machines()
        try #require(hosts.count == 2)
        let good = try judge(["passwordauthentication": "no"])
        let bad = try judge(["passwordauthentication": "yes"], mode: 0o666)
        let same = AuditLine.policy(hosts.map { ($0, good) }, unasked: []).filter { $0.verdict == .asDeclared }
        // What nothing sets keeps some rules too.
        #expect(same.map(\.measured) == ["no", "not set", "2 on 2 machines"])
        #expect(same[0].subject == "PasswordAuthentication: host \(hosts[0].name), host \(hosts[1].name)")
        #expect(same[0].declared == "no" && same[0].measured == "no")
        #expect(same[0].evidence.map(\.number) == ["8.3.1", "8.3.2"])

        let lines = AuditLine.policy([(hosts[0], good), (hosts[1], bad)], unasked: [(hosts[0], "no answer")])
        let different = lines.filter { $0.verdict == .differs && $0.subject.hasPrefix("PasswordAuthentication") }
        #expect(different.map(\.subject) == ["PasswordAuthentication: host \(hosts[1].name)"])
        #expect(different.first?.measured == "yes (/etc/ssh/sshd_config:7)")
        let files = lines.filter { $0.verdict == .differs && $0.declared.hasPrefix("files") }
        #expect(files.map(\.subject) == ["host \(hosts[1].name)"])
        #expect(lines.last?.verdict == .notMeasured && lines.last?.measured == "not asked: no answer")
        // Advice is shown, and is nobody's difference.
        let banner = lines.filter { $0.subject.hasPrefix("Banner") && $0.verdict == .advised }
        #expect(banner.count == 1 && banner[0].measured.hasPrefix("not set"))
        #expect(!lines.contains { $0.subject.hasPrefix("Banner") && $0.verdict == .differs })
    }

    /// A host whose drop-in has these bytes, which sshd reads first, or not.
    private func plan(_ machine: Machine, dropIn: String?, isFirst: Bool = true) throws -> MachinePlan {
        let one = PolicyCase(
            user: "app", address: "192.0.2.9",
            settings: try #require(EffectiveSettings(Array("passwordauthentication no\n".utf8))), places: [:])
        let status = FileStatus(
            path: "/etc/ssh/sshd_config", mode: 0o100600, owner: 0, group: 0, size: 1, links: 1)
        let main = MainFile(
            path: "/etc/ssh/sshd_config", folder: "/etc/ssh", bytes: [], status: status,
            dropIn: dropIn.map { .regular(Array($0.utf8)) } ?? .absent(hasFolder: true))
        let first: ReadingStep =
            dropIn == nil
            ? .include("/etc/ssh/sshd_config.d/*.conf") : .setting(RawText(Array(main.dropInPath.utf8)), line: 1)
        let measured = MeasuredPolicy(
            isRoot: true, cases: [one], files: [], main: main,
            order: isFirst ? [first] : [.setting("/etc/ssh/sshd_config", line: 1)])
        return MachinePlan(
            machine, declared: [],
            measured: MeasuredMachine(
                isRoot: true, clock: HostClock(seconds: 0, secondsEastOfUTC: 0),
                server: SSHServer(version: SSHDVersion(9, 2), command: "sshd", isKnown: true), clientAddress: "",
                stateFolder: "/var/lib/levels-ssh", pending: nil, last: nil, revokedKeys: nil, accounts: []),
            policy: (PolicySubject(role: .host, users: ["app"], addresses: ["192.0.2.9"]), measured),
            rules: PlanRules(roster: Roster(folder: "/keys", people: []), now: 0))
    }

    @Test func anotherFileByTheNameOfOursDiffersThoughEveryRuleMayBeKept() throws {
        let hosts = try machines()
        let absent = try plan(hosts[0], dropIn: nil)
        let good = try #require(absent.policy?.changes.first { $0.name == PolicyDropIn.name })
        let text = String(decoding: good.bytes, as: UTF8.self)
        #expect(AuditLine.dropIns([try plan(hosts[0], dropIn: text)]) == [])
        let lines = AuditLine.dropIns([
            absent, try plan(hosts[0], dropIn: text + "#\n"), try plan(hosts[1], dropIn: text + "# x\n"),
            try plan(hosts[0], dropIn: text, isFirst: false),
        ])
        #expect(lines.allSatisfy { $0.verdict == .differs && $0.area == .policy })
        #expect(
            lines.map(\.measured) == [
                "it is not there", "another file is there by its name", "it is not what sshd reads first",
            ])
        #expect(lines[1].subject == "00-levels.conf: host \(hosts[0].name), host \(hosts[1].name)")
    }

    @Test func anExceptionStandsInBothTables() throws {
        let hosts = try machines()
        let exception = PolicyException(
            directive: .passwordAuthentication, value: "yes", reason: "an old scanner", owner: "olga",
            until: try ExpiryDay("2027-01-31"))
        let judged = try hosts.map { ($0, try judge(["passwordauthentication": "yes"], [exception])) }
        let rule = AuditLine.policy(judged, unasked: []).filter { $0.subject.hasPrefix("PasswordAuthentication") }
        #expect(rule.map(\.verdict) == [.asDeclared])
        #expect(rule.first?.declared == "yes until 2027-01-31")
        let lines = AuditLine.exceptions(judged)
        #expect(lines.count == 1)
        #expect(lines[0].subject == "PasswordAuthentication: host \(hosts[0].name), host \(hosts[1].name)")
        #expect(lines[0].declared == "yes, until 2027-01-31, olga: an old scanner")
        #expect(lines[0].measured == "yes (/etc/ssh/sshd_config:7)" && lines[0].verdict == .asDeclared)
    }

    @Test func anExceptionThatNothingNeedsIsAdviceAndWhatNobodyAskedAboutIsNotMeasured() throws {
        let hosts = try machines()
        let needless = PolicyException(
            directive: .passwordAuthentication, value: "no", reason: "an old scanner", owner: "olga",
            until: try ExpiryDay("2027-01-31"))
        let advised = AuditLine.exceptions([(hosts[0], try judge(["passwordauthentication": "no"], [needless]))])
        #expect(advised.map(\.verdict) == [.advised])
        #expect(advised.first?.measured == "nothing needs it: the policy takes the value as it is")
        let nobodys = PolicyException(
            directive: .passwordAuthentication, value: "yes", reason: "an old scanner", owner: "olga",
            until: try ExpiryDay("2027-01-31"), user: "nobody")
        let unasked = AuditLine.exceptions([(hosts[0], try judge(["passwordauthentication": "no"], [nobodys]))])
        #expect(unasked.map(\.verdict) == [.declared] && unasked.first?.measured == "not asked about")
    }

    @Test func aHostKeyOfTwoMachinesIsFound() throws {
        let hosts = try machines()
        let pin = try HostKeyPin(Declaring.keys[0])
        let shared = hosts.map {
            Machine(
                role: $0.role, vpc: $0.vpc, name: $0.name, address: $0.address, hostKeys: [pin],
                environments: $0.environments, foreign: $0.foreign)
        }
        #expect(AuditLine.hostKeys([shared[0]]) == [])
        let lines = AuditLine.hostKeys(shared)
        #expect(lines.map(\.verdict) == [.differs])
        #expect(lines[0].subject.hasSuffix("host \(hosts[0].name), host \(hosts[1].name)"))
    }
}
