import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet

@Suite("The plan of a bastion's guard") struct GuardPlanTests {
    private static func whitelist(
        _ entries: [(String, String, String?)], at now: Int64 = 1_800_000_000
    ) throws -> Whitelist {
        let vpc = VPC(
            name: "v", cidr: try CIDR("10.0.0.0/16"),
            whitelist: try entries.map { cidr, owner, until in
                WhitelistEntry(cidr: try CIDR(cidr), owner: owner, until: try until.map { try ExpiryDay($0) })
            }, bastions: [], user: "jump", admin: nil, knownHosts: [], foreign: .keep)
        let inventory = Inventory(path: "/levels.yaml", identities: [], vpcs: [vpc], environments: [])
        return Whitelist(of: vpc, in: inventory, Roster(folder: "/keys", people: []), at: now)
    }

    private static func measured(
        _ filter: MeasuredFilter = .absent, client: String? = "203.0.113.9", systemd: Bool = true,
        _ files: [GuardFile: MeasuredGuard.File] = [:]
    ) -> MeasuredGuard {
        var measured = MeasuredGuard(
            connection: client.flatMap { IPAddress($0) }.map { MeasuredGuard.Connection(client: $0, port: 22) })
        measured.program = "/usr/sbin/nft"
        measured.filter = filter
        measured.hasSystemd = systemd
        measured.isHeld = systemd
        measured.files = Dictionary(uniqueKeysWithValues: GuardFile.allCases.map { ($0, .absent(hasFolder: true)) })
        measured.files.merge(files) { $1 }
        return measured
    }

    private static let office = ("203.0.113.0/24", "office", String?.none)

    private static func held(_ plan: GuardPlan) -> [GuardFile: MeasuredGuard.File] {
        Dictionary(
            uniqueKeysWithValues: plan.changes.compactMap { change in
                GuardFile(rawValue: change.folder + "/" + change.name).map {
                    ($0, .regular(change.bytes, mode: change.mode, isSafe: true))
                }
            })
    }

    @Test func aBareBastionGetsATableAndAUnitAndIsInStepThen() throws {
        let whitelist = try Self.whitelist([Self.office])
        let plan = GuardPlan(whitelist, measured: Self.measured(), sshdPorts: [2222])
        #expect(plan.refusals.isEmpty && plan.mustLoad && !plan.isInStep)
        #expect(plan.text == ["altered: there is no table levels_ssh: all are admitted"])
        #expect(
            plan.changes.map { $0.folder + "/" + $0.name } == [GuardFile.table, .unit, .wants, .follows].map(\.path))
        #expect(plan.changes.allSatisfy { $0.owner == 0 && $0.group == 0 && $0.mode == 0o644 && $0.old == nil })
        let table = FilterTable(ports: [22, 2222], admitted: whitelist.addresses)
        #expect(plan.changes.first?.bytes == Array(table.text.utf8))
        let after = GuardPlan(
            whitelist, measured: Self.measured(.table(table), Self.held(plan)), sshdPorts: [2222])
        #expect(after.isInStep && after.changes.isEmpty && !after.mustLoad)
        // What is in force and not on the disk is gone with the next start.
        let passing = GuardPlan(whitelist, measured: Self.measured(.table(table)), sshdPorts: [2222])
        #expect(passing.differences.map(\.kind) == [.passing] && passing.mustLoad && passing.changes.count == 4)
        #expect(passing.duties == [.loadFilter(GuardFile.table.path), .startUnit(GuardUnit.name)])
        // And what is on the disk and not in force is loaded, with nothing to write.
        let flushed = GuardPlan(whitelist, measured: Self.measured(.absent, Self.held(plan)), sshdPorts: [2222])
        #expect(flushed.changes.isEmpty && flushed.mustLoad && flushed.differences.map(\.kind) == [.altered])
    }

    @Test func withoutSystemdALineInTheRulesThatAreThereLoadsIt() throws {
        let whitelist = try Self.whitelist([Self.office])
        let rules = Array("flush ruleset\ntable inet x { }".utf8)
        let plan = GuardPlan(
            whitelist, measured: Self.measured(systemd: false, [.rules: .regular(rules, mode: 0o755, isSafe: true)]),
            sshdPorts: [])
        #expect(plan.changes.count == 2 && plan.changes.last?.mode == 0o755)
        #expect(plan.changes.last?.bytes == rules + Array("\ninclude \"/etc/levels-ssh/*.nft\"\n".utf8))
        let none = GuardPlan(whitelist, measured: Self.measured(systemd: false), sshdPorts: [])
        #expect(none.notes == [.notKept] && none.changes.count == 1 && none.refusals.isEmpty)
    }

    @Test func whatIsMissingSuperfluousAndExpiredIsTold() throws {
        let whitelist = try Self.whitelist([
            Self.office, ("198.51.100.0/24", "ann\u{1b}[2J", nil), ("192.0.2.0/24", "gone", "2020-01-01"),
        ])
        let table = FilterTable(
            ports: [22],
            admitted: CIDRSet(try ["203.0.113.0/24", "192.0.2.0/25", "2001:db8::/32"].map { try CIDR($0) }))
        let plan = GuardPlan(whitelist, measured: Self.measured(.table(table)), sshdPorts: [22])
        #expect(
            plan.text == [
                "missing: 198.51.100.0/24: ann\\x1b[2J's: it is turned away",
                "expired: 192.0.2.0/25: gone's: its time is over, and it is admitted",
                "superfluous: 2001:db8::/32: it is admitted, and declared nowhere",
            ])
    }

    @Test func nobodyShutsThemselvesOut() throws {
        let whitelist = try Self.whitelist([Self.office])
        let outside = GuardPlan(whitelist, measured: Self.measured(client: "198.51.100.7"), sshdPorts: [22])
        #expect(outside.refusals == [.ownAddress(IPAddress("198.51.100.7"))])
        #expect(outside.refusals[0].hint.hasPrefix("levels-ssh whitelist add 198.51.100.7/32 "))
        let unseen = GuardPlan(whitelist, measured: Self.measured(client: nil), sshdPorts: [22])
        #expect(unseen.refusals == [.ownAddress(nil)])
        // Through the machine itself nobody is filtered.
        #expect(GuardPlan(whitelist, measured: Self.measured(client: "::1"), sshdPorts: [22]).refusals.isEmpty)
        // All have expired: nobody would be let in.
        let over = try Self.whitelist([("203.0.113.0/24", "office", "2020-01-01")])
        #expect(!GuardPlan(over, measured: Self.measured(), sshdPorts: [22]).refusals.isEmpty)
    }

    @Test func whereThereIsNothingToFilterByNothingIsChanged() throws {
        let whitelist = try Self.whitelist([Self.office])
        var bare = Self.measured(.lacking(MeasuredGuard.noFilter))
        bare.program = nil
        let plan = GuardPlan(whitelist, measured: bare, sshdPorts: [22])
        #expect(plan.refusals.isEmpty && plan.changes.isEmpty && !plan.mustLoad && !plan.isInStep)
        #expect(plan.text == ["unenforced: \(MeasuredGuard.noFilter)"] && plan.hint?.contains("nftables") == true)
        #expect(plan.admission == .everybody)
        let silent = GuardPlan(whitelist, measured: Self.measured(.unknown("no\u{1b}")), sshdPorts: [22])
        #expect(silent.refusals == [.silentFilter("no\u{1b}")] && silent.changes.isEmpty)
    }

    @Test func whatStandsInThePlaceOfOurFilesIsLeftAlone() throws {
        let whitelist = try Self.whitelist([Self.office])
        for file in [GuardFile.table, .unit, .wants] {
            var measured = Self.measured()
            measured.files[file] = nil
            #expect(GuardPlan(whitelist, measured: measured, sshdPorts: [22]).refusals == [.file(file)])
            measured.files[file] = .regular([], mode: 0o666, isSafe: false)
            #expect(GuardPlan(whitelist, measured: measured, sshdPorts: [22]).refusals == [.file(file)])
        }
    }

    /// A whitelist that is no longer declared opens nothing.
    @Test func aTableThatWasLeftStays() throws {
        let table = FilterTable(ports: [22], admitted: CIDRSet([try CIDR("203.0.113.0/24")]))
        let plan = GuardPlan(try Self.whitelist([]), measured: Self.measured(.table(table)), sshdPorts: [22])
        #expect(plan.isInStep && plan.notes == [.leftOver] && plan.changes.isEmpty && !plan.mustLoad)
        #expect(GuardPlan(try Self.whitelist([]), measured: Self.measured(), sshdPorts: [22]).notes.isEmpty)
    }
}
