import Inventory
import Testing

@testable import Fleet

struct AuditTests {
    private let now: Int64 = 1_795_000_000

    private func audit(
        _ lines: [AuditLine], isolation: IsolationReport = IsolationReport(results: [], left: []),
        scope: AuditScope = AuditScope(environment: nil, isOfSomeMachines: false, machines: [])
    ) throws -> Audit {
        let inventory = try Declaring().inventory()
        return Audit(
            origin: AuditOrigin(
                source: "/levels.yaml", version: "0.1.0", by: "alice@laptop", inventory: Array("a\n".utf8),
                roster: ["b.yaml": Array("b\n".utf8), "B.yaml": []]),
            scope: scope, began: UTCTime(now), ended: UTCTime(now + 5),
            matrix: AccessMatrix(inventory, Roster(folder: "/keys", people: [])), lines: lines, isolation: isolation,
            isByAge: true)
    }

    private func line(_ verdict: AuditLine.Verdict) -> AuditLine {
        AuditLine(.keys, "host <b>", declared: "a", measured: "b", verdict)
    }

    @Test(arguments: [
        ([AuditLine.Verdict.asDeclared], 0), ([.asDeclared, .declared, .advised], 0),
        ([.asDeclared, .notMeasured], 75), ([.notMeasured, .differs], 2), ([], 0),
    ])
    func whatDiffersSaysMoreThanWhatWasNotMeasured(verdicts: [AuditLine.Verdict], exit: Int) throws {
        #expect(try audit(verdicts.map(line)).exit.rawValue == Int32(exit))
    }

    @Test func everyLineNamesWhatItIsEvidenceForAndNobodyClaimsMFA() throws {
        for area in AuditLine.Area.allCases {
            #expect(area.evidence.contains { $0.standard.hasPrefix("PCI") })
            #expect(!area.evidence.contains { $0.number.hasPrefix("8.4") })
        }
        let page = try audit([line(.differs)]).page
        #expect(page.contains("not multi-factor authentication"))
        #expect(page.contains("host &lt;b&gt;") && !page.contains("host <b>"))
    }

    @Test func nothingIsEvidenceOfInactiveAccountsOfLockOutOrOfThirdParties() {
        let numbers = AuditLine.Area.allCases.flatMap(\.evidence).map(\.number) + PolicyRule.all.flatMap(\.evidence)
        // Keys are not locked out, sshd's settings say nothing of who is active, and no entry of whose an owner is.
        #expect(Set(numbers).isDisjoint(with: ["8.2.6", "8.2.7", "8.3.4"]))
    }

    @Test func whatIsAsDeclaredIsCountedAndTheRestIsListed() throws {
        let text = try audit([line(.asDeclared), line(.asDeclared), line(.differs), line(.advised), line(.declared)])
            .text
        #expect(text.first == "Keys on machines: 2 as declared, 1 different, 0 not measured")
        #expect(text.contains("  host <b>: declared a; differs: b"))
        // What was measured is told of each.
        #expect(text.contains("  host <b>: declared a; advised only: b"))
        #expect(text.contains("  host <b>: declared a; declared, not measured: b"))
        #expect(text.last == "2 as declared, 1 different, 0 not measured, 1 advised only, 1 declared only")
    }

    /// `printf 'a\\n' | sha256sum`, and ``AuditOrigin/recipe`` in a folder of these two files.
    @Test func itSaysWhatItIsOfAndWhatItWasMadeWith() throws {
        let audit = try audit([line(.asDeclared)])
        #expect(audit.origin.inventoryHash == "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7")
        #expect(audit.origin.rosterHash == "cc012bd815d14100d1b89e56be7dffe65339a580c5cfa9f00915734885d98a5b")
        for word in ["alice@laptop", "levels-ssh 0.1.0", audit.origin.rosterHash, "the whole estate, 0 machines"] {
            #expect(audit.page.contains(word))
        }
        #expect(audit.fact["origin"]?["by"] == "alice@laptop" && audit.fact["scope"]?["whole"] == .truth(true))
    }

    @Test func whatIsNarrowedIsSaidEverywhere() throws {
        var declaring = Declaring()
        declaring.environments = [
            try Declaring.environment("dev", hosts: ["10.0.0.1:22"], databases: [["10.0.0.9:1"]])
        ]
        let machines = try declaring.inventory().machines.filter { $0.role == .host }
        let scope = AuditScope(environment: "dev", isOfSomeMachines: true, machines: machines)
        let words = "environment dev alone, 1 machine (host \(machines[0].name)), everybody in the roster"
        #expect(scope.words == words && !scope.isWhole)
        let audit = try audit([line(.asDeclared)], scope: scope)
        #expect(audit.text.contains("Scope: \(words)"))
        #expect(audit.page.contains("<p class=\"open\">Scope: \(words).</p>"))
        #expect(audit.fact["scope"]?["environment"] == "dev" && audit.fact["scope"]?["whole"] == .truth(false))
        let bastion = AuditScope(environment: nil, isOfSomeMachines: true, machines: machines)
        #expect(bastion.words.hasPrefix("not the whole estate, 1 machine (host "))
    }

    @Test func theMatrixHasTheWayInAndLeavesOutWhoHasNone() throws {
        var declaring = Declaring()
        declaring.environments = [
            try Declaring.environment("dev", hosts: ["10.0.0.1:22"], databases: [["10.0.0.9:1"]]),
            try Declaring.environment("qa", hosts: ["10.0.0.2:22"], databases: [["10.0.0.9:1"]]),
        ]
        let people = [
            try Declaring.person("alice", ["dev": .shell], admin: true),
            try Declaring.person("dave", ["qa": .tunnel], keys: [Declaring.keys[1]], from: ["192.0.2.0/24"]),
            try Declaring.person("erin", keys: [Declaring.keys[2]]),
        ]
        let matrix = AccessMatrix(try declaring.inventory(), Roster(folder: "/keys", people: people))
        #expect(matrix.rows.map(\.person) == ["alice", "dave"])
        #expect(matrix.rows[0].ways == ["admin as ops, shell as app", "admin as ops"])
        #expect(matrix.rows[1].ways == ["-", "tunnel as app"] && matrix.rows[1].from == "192.0.2.0/24")
        let some = AccessMatrix(try declaring.inventory(), Roster(folder: "/k", people: people), environments: ["dev"])
        #expect(some.environments == ["dev"] && some.rows.map(\.person) == ["alice"])
    }

    @Test func peoplesNetworksStandInTheWhitelist() throws {
        var declaring = Declaring()
        declaring.whitelist = ["198.51.100.0/24"]
        declaring.environments = [
            try Declaring.environment("dev", hosts: ["10.0.0.1:22"], databases: [["10.0.0.9:1"]])
        ]
        let dave = try Declaring.person("dave", ["dev": .tunnel], from: ["192.0.2.0/24"], until: "2027-01-31")
        let roster = Roster(folder: "/keys", people: [dave])
        let lines = AuditLine.whitelist(try declaring.inventory(), roster, ["net"], [], at: now)
        #expect(lines.map(\.subject) == ["net, 192.0.2.0/24", "net, 198.51.100.0/24"])
        #expect(
            lines[0].declared == "dave, until 2027-01-31, 74 days to go"
                && lines[1].declared == "office, without an end")
        #expect(lines.allSatisfy { $0.verdict == .declared })
    }

    @Test func theWhitelistIsByAgeWhereThatIsKnown() throws {
        func inventory(_ networks: [String]) throws -> Inventory {
            var declaring = Declaring()
            declaring.whitelist = networks
            return try declaring.inventory()
        }
        let current = try inventory(["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"])
        let day: Int64 = 86400
        let versions = [
            WhitelistAges.Version(
                at: UTCTime(now - day), try inventory(["198.51.100.0/24", "192.0.2.0/24", "203.0.113.9/32"])),
            WhitelistAges.Version(at: UTCTime(now - 9 * day), try inventory(["198.51.100.0/24"])),
        ]
        func lines(_ versions: [WhitelistAges.Version], isWhole: Bool = true) -> [AuditLine] {
            let ages = WhitelistAges(current, versions, isWhole: isWhole)
            return AuditLine.whitelist(
                current, Roster(folder: "/keys", people: []), ["net"], [], ages: ages, at: now)
        }
        #expect(
            lines(versions).map(\.declared) == [
                "office, without an end, there since 2026-11-09, 9 days",
                "office, without an end, there since 2026-11-17, 1 day", "office, without an end, not committed yet",
            ])
        #expect(
            lines(versions).map(\.subject) == ["net, 198.51.100.0/24", "net, 192.0.2.0/24", "net, 203.0.113.0/24"])
        // What is not known is not said.
        #expect(lines(versions, isWhole: false)[0].declared.hasSuffix("there at least since 2026-11-09, 9 days"))
        let spoilt = [versions[0], WhitelistAges.Version(unreadableAt: UTCTime(now - 5 * day))]
        #expect(lines(spoilt)[0].declared.hasSuffix("there at least since 2026-11-17, 1 day"))
        #expect(lines([], isWhole: false).allSatisfy { $0.declared == "office, without an end" })
        // One that was gone for a while is as old as its return.
        let gone = [versions[0], WhitelistAges.Version(at: UTCTime(now - 5 * day), nil), versions[1]]
        #expect(lines(gone)[0].declared.hasSuffix("there since 2026-11-17, 1 day"))
    }

    @Test func anOwedRevocationDiffers() throws {
        var ledger = Ledger()
        #expect(AuditLine.owed(ledger).map(\.verdict) == [.asDeclared])
        let claim = Debt.Claim(
            kind: .revocation, vpc: "net", host: try HostPort("10.0.0.1:22"), account: "app", key: "SHA256:x")
        let machine = try #require(
            {
                var declaring = Declaring()
                declaring.environments = [
                    try Declaring.environment("dev", hosts: ["10.0.0.1:22"], databases: [["10.0.0.9:1"]])
                ]
                return try declaring.inventory().machines.first { $0.role == .host }
            }())
        ledger.note(machine, owed: [claim], isRead: false, why: "did not answer", at: UTCTime(now))
        #expect(AuditLine.owed(ledger).map(\.verdict) == [.differs])
    }
}
