import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet

@Suite("What is proven of a whitelist") struct WhitelistProofTests {
    private static let now: Int64 = 1_795_000_000

    /// One VPC, `net`, whose bastion is `b:22`: 198.51.100.0/24 holds, 203.0.113.7/32 and 198.51.100.9/32 are over.
    private static func inventory() throws -> Inventory {
        let entries = [("198.51.100.0/24", nil), ("203.0.113.7/32", "2026-01-01"), ("198.51.100.9/32", "2026-01-01")]
        let vpc = VPC(
            name: "net", cidr: try CIDR("10.0.0.0/8"),
            whitelist: try entries.map {
                WhitelistEntry(cidr: try CIDR($0.0), owner: "office", until: try $0.1.map { try ExpiryDay($0) })
            }, bastions: [Bastion(address: try HostPort("b:22"), hostKeys: [])], user: "jump",
            admin: AdminAccount(user: "ops", sudo: true), knownHosts: [], foreign: .keep)
        return Inventory(path: "/levels.yaml", identities: [], vpcs: [vpc], environments: [])
    }

    private static let roster = Roster(folder: "/keys", people: [])

    private static func plan(_ filter: MeasuredFilter, client: String = "198.51.100.7") throws -> MachinePlan {
        let inventory = try inventory()
        let machine = try #require(inventory.machines.first { $0.role == .bastion })
        var measured = MeasuredGuard(
            connection: MeasuredGuard.Connection(client: try #require(IPAddress(client)), port: 22))
        measured.program = "/usr/sbin/nft"
        measured.hasSystemd = true
        measured.isHeld = true
        measured.filter = filter
        measured.files = Dictionary(uniqueKeysWithValues: GuardFile.allCases.map { ($0, .absent(hasFolder: true)) })
        let vpc = try #require(inventory.vpcs.first)
        let whitelist = Whitelist(of: vpc, in: inventory, roster, at: now)
        let files = GuardPlan(whitelist, measured: measured, sshdPorts: [22]).changes
        for change in files {
            guard let file = GuardFile(rawValue: change.folder + "/" + change.name) else { continue }
            measured.files[file] = .regular(change.bytes, mode: change.mode, isSafe: true)
        }
        return MachinePlan(
            machine, declared: [],
            measured: MeasuredMachine(
                isRoot: true, clock: HostClock(seconds: now, secondsEastOfUTC: 0),
                server: SSHServer(version: SSHDVersion(9, 2), command: "sshd", isKnown: true), clientAddress: client,
                stateFolder: "/var/lib/levels-ssh", pending: nil, last: nil, revokedKeys: nil, accounts: []),
            guarded: (whitelist, measured), rules: PlanRules(roster: roster, now: now))
    }

    private static func table(_ networks: [String], ports: Set<Int> = [22]) throws -> MeasuredFilter {
        .table(FilterTable(ports: ports, admitted: CIDRSet(try networks.map { try CIDR($0) })))
    }

    private static func proofs(_ plan: MachinePlan) throws -> [WhitelistProof] {
        FleetPlan(refusals: [], machines: [plan], unread: []).whitelists(in: try inventory())
    }

    private static func verification(_ proofs: [WhitelistProof]) -> Verification {
        var verification = Verification(results: [])
        verification.whitelists = proofs
        return verification
    }

    private static func lines(_ proofs: [WhitelistProof]) throws -> [AuditLine] {
        AuditLine.whitelist(try inventory(), roster, ["net"], proofs, at: now)
    }

    @Test func whatIsAsDeclaredIsProven() throws {
        let proofs = try Self.proofs(try Self.plan(try Self.table(["198.51.100.0/24"])))
        #expect(proofs.map(\.outcome) == [.asDeclared] && Self.verification(proofs).exit == .done)
        #expect(Self.verification(proofs).text == ["1 whitelist as declared, 0 different, 0 not measured"])
        let lines = try Self.lines(proofs)
        #expect(
            lines.map(\.subject) == [
                "net, bastion b:22", "net, 198.51.100.9/32", "net, 203.0.113.7/32", "net, 198.51.100.0/24",
            ])
        #expect(
            lines.map(\.measured) == [
                "1 network, and nobody else", "admitted by another entry", "turned away by b:22", "admitted by b:22",
            ])
        #expect(lines.allSatisfy { $0.verdict == .asDeclared })
        #expect(lines[2].declared == "office, until 2026-01-01, its time is over, since 320 days")
        #expect(lines[0].declared == "1 network, and nobody else" && lines[3].declared == "office, without an end")
    }

    @Test func anExpiredEntryThatIsStillAdmittedDiffers() throws {
        let proofs = try Self.proofs(try Self.plan(try Self.table(["198.51.100.0/24", "203.0.113.7/32"])))
        #expect(Self.verification(proofs).exit == .difference)
        #expect(Self.verification(proofs).text[0].contains("whitelist: expired: 203.0.113.7/32: office's"))
        let line = try #require(try Self.lines(proofs).first { $0.subject == "net, 203.0.113.7/32" })
        #expect(line.verdict == .differs && line.measured == "still admitted by b:22")
    }

    @Test func whoIsTurnedAwayDiffers() throws {
        let proofs = try Self.proofs(try Self.plan(try Self.table(["198.51.100.0/25"])))
        let line = try #require(try Self.lines(proofs).last)
        #expect(line.verdict == .differs && line.measured == "turned away by b:22")
        #expect(try Self.lines(proofs)[0].measured.contains("missing: 198.51.100.128/25"))
    }

    @Test(arguments: [MeasuredFilter.absent, .lacking("it has no nftables")])
    func whereNobodyIsKeptOutEverybodyComes(_ filter: MeasuredFilter) throws {
        let proofs = try Self.proofs(try Self.plan(filter))
        #expect(Self.verification(proofs).exit == .difference)
        let lines = try Self.lines(proofs)
        #expect(lines[2].measured == "still admitted by b:22, as everybody is" && lines[2].verdict == .differs)
        #expect(lines[0].verdict == .differs && lines[3].verdict == .asDeclared)
        // The port that sshd listens on is not the one that is guarded.
        let other = try Self.proofs(try Self.plan(try Self.table(["198.51.100.0/24"], ports: [2222])))
        #expect(other[0].admission == .everybody && Self.verification(other).exit == .difference)
    }

    @Test func whatCouldNotBeAskedIsNotMeasured() throws {
        let silent = try Self.proofs(try Self.plan(.unknown("nft does not answer: \\u{1b}")))
        #expect(Self.verification(silent).exit == .tryAgain)
        #expect(try Self.lines(silent).map(\.verdict) == [.notMeasured, .asDeclared, .notMeasured, .notMeasured])
        let machine = try Self.plan(.absent).machine
        let unread = FleetPlan(refusals: [], machines: [], unread: [.init(machine: machine, reason: "did not answer")])
            .whitelists(in: try Self.inventory())
        #expect(Self.verification(unread).exit == .tryAgain)
        #expect(Self.verification(unread).text[0] == "bastion b:22: whitelist: not measured: did not answer")
        #expect(try Self.lines(unread)[0].declared == "the whitelist, and nobody else")
        // No bastion was asked for: what is declared is shown, and nothing is said of it.
        #expect(try Self.lines([]).map(\.verdict) == [.declared, .declared, .declared])
    }

    /// Its keys are done, and what no apply can do is said, with a code of its own.
    @Test func whatNothingCanHoldIsLeftAndSaid() throws {
        let plan = try Self.plan(.lacking(MeasuredGuard.noFilter))
        #expect(!plan.isInStep && !plan.isToBeChanged && plan.refusals.isEmpty)
        #expect(plan.text[2].contains("hint: apt-get install nftables"))
        for outcome in [AppliedMachine.Outcome.lacking, .changed(.done)] {
            let applied = AppliedMachine(machine: plan.machine, plan: plan, outcome: outcome)
            let all = FleetApplication(refusals: [], machines: [applied])
            #expect(all.exit(Ledger()) == .difference && applied.hint?.contains("nftables") == true)
            #expect(applied.words.hasSuffix("whitelist: \(MeasuredGuard.noFilter)") && !applied.isRefused)
            #expect(applied.owed.isEmpty)
        }
        let bare = AppliedMachine(machine: plan.machine, plan: nil, outcome: .unread("did not answer"))
        let lacking = AppliedMachine(machine: plan.machine, plan: plan, outcome: .lacking)
        #expect(FleetApplication(refusals: [], machines: [lacking, bare]).exit(Ledger()) == .tryAgain)
    }
}
