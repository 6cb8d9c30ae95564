import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet

/// As many as nobody has, and what becomes of the `from=` of keys then.
@Suite("A whitelist of thousands") struct ManyEntriesTests {
    /// No two of them adjoin.
    private static func networks(_ count: Int) -> [String] {
        (0..<count).map { "198.\($0 / 16384 * 2).\($0 / 64 % 256).\($0 % 64 * 4)/32" }
    }

    private static func declaring(_ whitelist: [String]) throws -> Declaring {
        var declaring = Declaring()
        declaring.whitelist = whitelist
        declaring.environments = [
            try Declaring.environment("prod", hosts: ["10.0.0.1:22"], databases: [["10.0.0.9:1"]])
        ]
        return declaring
    }

    private static func account(_ whitelist: [String], key: String = Declaring.keys[0]) throws -> DeclaredAccount {
        let inventory = try declaring(whitelist).inventory()
        let alice = try Declaring.person("alice", ["prod": .tunnel], keys: [key])
        let keys = DeclaredKeys(inventory: inventory, roster: Roster(folder: "", people: [alice]))
        let vpc = try #require(inventory.vpc(named: "net"))
        return try #require(try keys.accounts(onBastionsOf: vpc).first)
    }

    @Test func standsInFromAsLongAsALineMayBe() throws {
        let most = (1...).first { Sources.longest < 9 + Self.networks($0).reduce(0) { $0 + $1.utf8.count + 1 } }
        let count = try #require(most) - 1
        #expect((500...600).contains(count))
        let last = try Self.account(Self.networks(count))
        #expect(!last.leavesOutSources && last.lines[0].contains(Self.networks(count)[count - 1]))
        let beyond = try Self.account(Self.networks(count + 1))
        #expect(beyond.leavesOutSources && !beyond.lines[0].contains("from="))
        #expect(beyond.lines[0].utf8.count < 512)
        // What adjoins is one network, and then there is room.
        let adjoining = try Self.account((0..<4096).map { "203.\($0 / 256).\($0 % 256).0/24" })
        #expect(!adjoining.leavesOutSources && adjoining.lines[0].contains("from=\"203.0.0.0/12\""))
        // A person's own networks are few, and are never left out.
        let inventory = try Self.declaring(Self.networks(5000)).inventory()
        let dave = try Declaring.person("dave", ["prod": .tunnel], from: ["192.0.2.0/24"])
        let vpc = try #require(inventory.vpc(named: "net"))
        let own = try DeclaredKeys(inventory: inventory, roster: Roster(folder: "", people: [dave]))
            .accounts(onBastionsOf: vpc)
        #expect(own.first?.leavesOutSources == false && own.first?.lines[0].contains("192.0.2.0/24") == true)
    }

    /// The longest that we write, with the network of loopback at its end, and without; and five thousand, which sshd would
    /// take as well.
    @Test(.timeLimit(.minutes(5)), arguments: [(560, true), (600, false), (5000, true)])
    func isTakenBySSHD(_ count: Int, _ isAdmitted: Bool) async throws {
        try await Gate.with(Gate.Options(hasAddress: true)) { gate in
            let from = (Self.networks(count) + (isAdmitted ? ["127.0.0.0/8"] : [])).joined(separator: ",")
            let line = "restrict,from=\"\(from)\" \(gate.key)"
            #expect(line.utf8.count > Sources.longest - 100)
            try gate.authorize([line])
            let told = try await gate.ssh(["gate", "echo in"])
            #expect(told.exit == (isAdmitted ? 0 : 255), "\(told.errors)")
            #expect(told.output == (isAdmitted ? "in\n" : ""))
        }
    }

    private static func plan(
        _ filter: MeasuredFilter?, only parts: Set<PlanPart> = .all, isKept: Bool = false
    ) throws -> MachinePlan {
        let inventory = try declaring(networks(5000)).inventory()
        let people = [
            try Declaring.person("alice", ["prod": .tunnel], keys: [Declaring.keys[0]]),
            try Declaring.person("bob", keys: [Declaring.keys[1]], from: ["192.0.2.0/24"], admin: true),
            try Declaring.person("carol", keys: [Declaring.keys[2]], from: ["192.0.2.0/24"], admin: true),
        ]
        let roster = Roster(folder: "", people: people)
        let machine = try #require(inventory.machines.first { $0.role == .bastion })
        let accounts = try DeclaredKeys(inventory: inventory, roster: roster).accounts(on: machine)
        let measured = MeasuredMachine(
            isRoot: true, clock: HostClock(seconds: PlanTests.now, secondsEastOfUTC: 0),
            server: SSHServer(version: SSHDVersion(9, 2), command: "sshd", isKnown: true), clientAddress: "192.0.2.9",
            stateFolder: "/var/lib/levels-ssh", pending: nil, last: nil, revokedKeys: nil,
            accounts: accounts.map { account in
                MeasuredAccount(
                    user: account.user,
                    entry: PasswordEntry(user: 7, group: 8, home: RawText("/home/\(account.user)")),
                    home: "/home/\(account.user)", settings: SSHDSettings(values: [:]),
                    files: [PlanTests.file([], account.user)])
            })
        var rules = PlanRules(roster: roster, now: PlanTests.now)
        rules.parts = parts
        let vpc = try #require(inventory.vpc(named: "net"))
        let whitelist = Whitelist(of: vpc, in: inventory, roster, at: PlanTests.now)
        let guarded = try filter.map { filter in
            var guarded = MeasuredGuard(
                connection: .init(client: try #require(IPAddress("192.0.2.9")), port: 22))
            guarded.program = "/usr/sbin/nft"
            guarded.filter = filter
            guarded.files = Dictionary(uniqueKeysWithValues: GuardFile.allCases.map { ($0, .absent(hasFolder: true)) })
            guard isKept else { return (whitelist, guarded) }
            for change in GuardPlan(whitelist, measured: guarded, sshdPorts: [22]).changes {
                guard let file = GuardFile(rawValue: change.folder + "/" + change.name) else { continue }
                guarded.files[file] = .regular(change.bytes, mode: change.mode, isSafe: true)
            }
            return (whitelist, guarded)
        }
        return MachinePlan(machine, declared: accounts, measured: measured, guarded: guarded, rules: rules)
    }

    private static func refused(_ plan: MachinePlan) -> [PlanRefusal] { plan.accounts.flatMap(\.refusals) }

    @Test func keysAreOpenToAllOnlyBehindAPacketFilter() throws {
        let good = try Self.plan(.absent)
        #expect(Self.refused(good).isEmpty && good.allNotes.contains(.sourcesLeftOut(user: "jump")))
        #expect(good.request(holder: "")?.duties == [.loadFilter(GuardFile.table.path)])
        // The admins have networks of their own; the tunnels' account is left alone, and says why.
        for plan in [
            try Self.plan(.lacking("no nftables")), try Self.plan(.unknown("no")), try Self.plan(nil),
            try Self.plan(.absent, only: [.keys]),
        ] {
            #expect(Self.refused(plan) == [.openToAll(user: "jump")])
            let files = plan.request(holder: "")?.files.map(\.folder) ?? []
            #expect(!files.contains { $0.contains("jump") } && files.contains { $0.contains("ops") })
        }
        // In force already: then keys may be changed by themselves.
        let all = try (Self.networks(5000) + ["192.0.2.0/24"]).map { try CIDR($0) }
        let held = FilterTable(ports: [22], admitted: CIDRSet(all))
        let plan = try Self.plan(.table(held), only: [.keys], isKept: true)
        #expect(Self.refused(plan).isEmpty && plan.guarding == nil && plan.request(holder: "")?.duties == [])
        let passing = try Self.plan(.table(held), only: [.keys])
        #expect(Self.refused(passing) == [.openToAll(user: "jump")], "it would not outlive a restart")
    }

    /// All the way: a change that carries it, a kernel that holds it, and an answer that is read.
    @Test(.enabled(if: StagedHost.canGuard, StagedHost.guardNeeds)) func reachesTheKernel() async throws {
        try await StagedHost.with(setup: StagedHost.ownEtc, network: true) { host in
            try await host.sh("echo 'flush ruleset' > /etc/nftables.conf")
            let inventory = try Self.declaring(Self.networks(5000) + ["192.0.2.0/24", "2001:db8::/32"]).inventory()
            let vpc = try #require(inventory.vpc(named: "net"))
            let whitelist = Whitelist(of: vpc, in: inventory, Roster(folder: "", people: []), at: PlanTests.now)
            let plan = GuardPlan(whitelist, measured: try await host.guarded(), sshdPorts: [22])
            #expect(plan.count == 5002)
            let request = try #require(
                ChangeRequest(holder: "", files: plan.changes, duties: plan.duties))
            #expect(try await host.change(request) == .changed)
            #expect(try await host.settle(.confirm, request.token) == .confirmed)
            let after = GuardPlan(whitelist, measured: try await host.guarded(), sshdPorts: [22])
            #expect(after.isInStep && after.changes.isEmpty)
            try await host.sh("nft flush ruleset; nft -f /etc/nftables.conf")
            #expect(GuardPlan(whitelist, measured: try await host.guarded(), sshdPorts: [22]).isInStep)
        }
    }
}
