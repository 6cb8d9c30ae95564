import AuthorizedKeys
import Inventory
import Reach
import Testing

@testable import Fleet
@testable import LevelsLab

@Suite("What is owed")
struct LedgerTests {
    private static let key = "SHA256:" + String(repeating: "a+/Z", count: 10) + "abc"
    private static let first = UTCTime(1_795_000_000)
    private static let later = UTCTime(1_795_003_600)

    private static func machine(_ address: String) throws -> Machine {
        Machine(
            role: .host, vpc: "net", name: "h", address: try HostPort(address), hostKeys: [], environments: [],
            foreign: .keep)
    }

    private static func claim(
        _ kind: Debt.Kind = .revocation, host: String = "10.0.0.1:22", account: String = "app"
    ) throws -> Debt.Claim {
        Debt.Claim(kind: kind, vpc: "net", host: try HostPort(host), account: account, key: key)
    }

    @Test func isWrittenAndReadTheSame() throws {
        var ledger = Ledger()
        let odd = "he said \"no\" \\ $(reboot)\n\u{1b}[2J\u{202e} é " + String(repeating: "x", count: 300)
        for host in ["10.0.0.2:22", "[2001:db8::1]:2222", "10.0.0.1:22"] {
            ledger.note(
                try Self.machine(host), owed: [try Self.claim(host: host), try Self.claim(.grant, host: host)],
                isRead: false, why: odd, at: Self.first)
        }
        let bytes = LedgerText.render(ledger)
        let again = try LedgerText.read(bytes)
        #expect(again.debts.map(\.claim) == ledger.debts.map(\.claim) && again.debts.count == 6)
        #expect(LedgerText.render(again) == bytes)
        #expect(!bytes.contains(0x1B) && again.exit == .tryAgain)
        let hosts = again.debts.map(\.claim.host.description)
        #expect(hosts == hosts.sorted() && Set(hosts).count == 3)
    }

    @Test func whatIsPaidGoesAndWhatIsNotKeepsItsBeginning() throws {
        var ledger = Ledger()
        let machine = try Self.machine("10.0.0.1:22")
        let app = try Self.claim()
        let ops = try Self.claim(account: "ops")
        #expect(ledger.note(machine, owed: [app, ops], isRead: false, why: "timed out", at: Self.first).isEmpty)
        // It was not reached again: all of it stays, whatever is known of it.
        #expect(ledger.note(machine, owed: [], isRead: false, why: "refused", at: Self.later).isEmpty)
        #expect(
            ledger.debts.map(\.since) == [Self.first, Self.first]
                && ledger.debts.map(\.tried) == [Self.later, Self.later])
        #expect(ledger.debts.map(\.why) == ["refused", "refused"])
        let paid = ledger.note(machine, owed: [ops], isRead: true, why: "immutable", at: Self.later)
        #expect(paid.map(\.claim) == [app] && ledger.debts.map(\.claim) == [ops] && ledger.exit == .tryAgain)
        ledger.note(machine, owed: [try Self.claim(.grant)], isRead: true, why: "", at: Self.later)
        #expect(ledger.exit == .done && !ledger.isEmpty)
        #expect(ledger.forget(allBut: [machine]).isEmpty)
        #expect(ledger.forget(allBut: [try Self.machine("10.0.0.9:22")]).count == 1 && ledger.isEmpty)
    }

    @Test func whatIsWantedAgainWasNotPaid() throws {
        var declaring = Declaring()
        declaring.environments = [
            try Declaring.environment("dev", hosts: ["10.0.0.1:22"], databases: [["10.0.0.9:1"]])
        ]
        let inventory = try declaring.inventory()
        let machine = try #require(inventory.machines.first { $0.role == .host })
        let alice = try Declaring.person("alice", ["dev": .shell])
        let key = try #require(alice.keys.first).key.fingerprint
        for (people, kind, isMoot) in [
            ([alice], Debt.Kind.revocation, true), ([], .revocation, false), ([alice], .grant, false),
            ([], .grant, true), ([alice], .session, false),
        ] {
            let declared = DeclaredKeys(inventory: inventory, roster: Roster(folder: "/keys", people: people))
            let claim = Debt.Claim(kind, machine, account: "app", key: key)
            #expect(declared.isMoot(claim, on: machine) == isMoot, "\(kind), \(people.count)")
        }
    }

    @Test func isSaidWithItsAge() throws {
        var ledger = Ledger()
        ledger.note(
            try Self.machine("10.0.0.1:22"), owed: [try Self.claim()], isRead: false, why: "a\u{1b}b", at: Self.first)
        #expect(
            ledger.text(at: Self.later) == [
                "revocation: 10.0.0.1:22 app \(Self.key), since 2026-11-18T11:06:40Z (60 min): a'x1bb"
            ])
        #expect(ledger.fact["exit"] == .number(75))
    }

    private static let good =
        "- { kind: \"grant\", vpc: \"net\", host: \"10.0.0.1:22\", account: \"app\", key: \"\(key)\", since: "
        + "\"2026-11-18T11:06:40Z\", tried: \"2026-11-18T11:06:40Z\", why: \"x\" }"

    @Test(arguments: [
        ("\"grant\"", "\"gift\""), ("10.0.0.1:22", "10.0.0.1"), ("\"app\"", "\"a b\""), ("SHA256:a", "SHA256:-"),
        ("T11", "T25"), ("11-18", "02-30"), ("\"x\" }", "\"x\""), ("why: \"x\"", "why: \"x\\\\\""),
        ("- {", "<<<<<<< {"),
        ("\"x\"", "\"\u{1b}\""), (", why", ", what: \"\", why"), ("\"net\"", "\"\""),
    ])
    func whatWeWouldNotWriteIsRefused(_ old: String, _ new: String) throws {
        #expect(try LedgerText.read(Array((Self.good + "\n").utf8)).debts.count == 1)
        let text = "# x\n" + Self.good.replacing(old, with: new, maxReplacements: 1) + "\n"
        #expect {
            try LedgerText.read(Array(text.utf8))
        } throws: { error in
            if case .badLine(2, let shown)? = error as? LedgerError { !shown.contains("\u{1b}") } else { false }
        }
    }

    @Test func aDebtStandsThereOnce() {
        #expect(throws: LedgerError.twice(2)) { try LedgerText.read(Array("\(Self.good)\n\(Self.good)\n".utf8)) }
        #expect(throws: LedgerError.notText) { try LedgerText.read([0xFF]) }
    }

    @Test func anythingIsReadOrRefused() {
        var spoiler = Spoiler(seed: 41)
        for _ in 0..<Spoiler.iterations {
            let bytes = spoiler.spoilt(Array("\(LedgerText.head)\(Self.good)\n".utf8))
            guard let ledger = try? LedgerText.read(bytes) else { continue }
            #expect((try? LedgerText.read(LedgerText.render(ledger)))?.debts.map(\.claim) == ledger.debts.map(\.claim))
        }
    }

    @Test func liesBesideLevelsYAML() throws {
        let folder = LabOptions.freshFolder()
        try Disk.makeFolder(folder)
        defer { try? Disk.removeAll(folder) }
        let file = LedgerFile(beside: folder + "/levels.yaml")
        #expect(file.path == folder + "/owed.yaml")
        #expect(try file.read().isEmpty)
        var ledger = Ledger()
        ledger.note(try Self.machine("10.0.0.1:22"), owed: [try Self.claim()], isRead: false, why: "", at: Self.first)
        try file.write(ledger)
        try file.write(ledger)
        #expect(try file.read() == ledger && Disk.entries(folder) == ["owed.yaml"])
        try file.write(Ledger())
        #expect(Disk.entries(folder) == [])
        #expect(throws: LedgerError.self) { try LedgerFile(beside: "/proc/levels.yaml").write(ledger) }
        try Disk.makeFolder(file.path)
        #expect(throws: LedgerError.self) { try file.read() }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
    ])
    func timesAreWrittenAndRead(_ seconds: Int64, _ text: String) {
        #expect(UTCTime(seconds).description == text && UTCTime(text) == UTCTime(seconds))
    }
}
