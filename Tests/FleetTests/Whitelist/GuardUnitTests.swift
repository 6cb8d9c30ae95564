import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet
@testable import LevelsLab

extension StagedHost {
    static let nftablesUnit = "/usr/lib/systemd/system/nftables.service"
    static let canHold = canBoot && canGuard && Disk.exists(nftablesUnit)
    static let holdNeeds: Comment = "needs root, systemd, nftables with its unit, unshare(1) and nsenter(1)"
}

/// A systemd that runs, and the unit of nftables as its package has it, which flushes every table.
@Suite("A whitelist that systemd holds", .serialized, .enabled(if: StagedHost.canHold, StagedHost.holdNeeds))
struct GuardUnitTests {
    private static let unit = GuardUnit.name

    /// Confinement of the unit is left out: there are namespaces enough.
    private static let setup =
        StagedHost.ownEtc
            + """
            mkdir -p "$0/units"; grep -v ^Protect \(StagedHost.nftablesUnit) > "$0/units/nftables.service"
            printf 'flush ruleset\\ntable inet theirs {\\n}\\n' > /etc/nftables.conf

            """

    private static func onBastion(_ body: @escaping @Sendable (StagedHost) async throws -> Void) async throws {
        try await StagedHost.with(setup: setup, systemd: true, network: true) { host in
            try await host.sh("systemctl start nftables")
            try await body(host)
        }
    }

    private static func plan(_ host: StagedHost, _ network: String = "192.0.2.0/24") async throws -> GuardPlan {
        let vpc = VPC(
            name: "v", cidr: try CIDR("10.0.0.0/16"),
            whitelist: [WhitelistEntry(cidr: try CIDR(network), owner: "office", until: nil)], bastions: [],
            user: "jump", admin: nil, knownHosts: [], foreign: .keep)
        let inventory = Inventory(path: "/levels.yaml", identities: [], vpcs: [vpc], environments: [])
        let whitelist = Whitelist(of: vpc, in: inventory, Roster(folder: "/keys", people: []), at: 1_800_000_000)
        return GuardPlan(whitelist, measured: try await host.guarded(), sshdPorts: [22])
    }

    private static func request(_ plan: GuardPlan, patience: Int = 60) throws -> ChangeRequest {
        #expect(plan.refusals.isEmpty)
        return try #require(
            ChangeRequest(holder: "alice@laptop", patience: patience, files: plan.changes, duties: plan.duties))
    }

    private static func tables(_ host: StagedHost) async throws -> [String] {
        try await host.sh("nft list tables").split(separator: "\n").map(String.init)
    }

    private static let ours = "table inet levels_ssh"
    private static let theirs = "table inet theirs"

    @Test func outlivesWhateverIsDoneToNftables() async throws {
        try await Self.onBastion { host in
            let request = try Self.request(try await Self.plan(host))
            #expect(try await host.change(request) == .changed)
            #expect(try await host.settle(.confirm, request.token) == .confirmed)
            #expect(try await host.guarded().isHeld)
            #expect(try await Self.plan(host).isInStep)
            for verb in ["reload nftables", "restart nftables", "stop nftables; systemctl start nftables"] {
                try await host.sh("systemctl \(verb)")
                // systemctl waits for the one that it names, and not for what that takes with it.
                let isBack = try await Premises.eventually {
                    Set(try await Self.tables(host)) == [Self.ours, Self.theirs]
                }
                #expect(isBack, "\(verb)")
                let isInStep = try await Premises.eventually { try await Self.plan(host).isInStep }
                #expect(isInStep, "\(verb)")
            }
            // Its next change is loaded though it is held already, and it is what comes back.
            let next = try Self.request(try await Self.plan(host, "192.0.0.0/16"))
            #expect(try await host.change(next) == .changed)
            #expect(try await host.settle(.confirm, next.token) == .confirmed)
            try await host.sh("systemctl reload nftables")
            let isInStep = try await Premises.eventually { try await Self.plan(host, "192.0.0.0/16").isInStep }
            #expect(isInStep)
            try await host.expectTidy()
        }
    }

    /// One that was written and never told of is a difference: the first reload would open the door.
    @Test func whatSystemdDoesNotKnowIsADifference() async throws {
        try await Self.onBastion { host in
            let plan = try await Self.plan(host)
            let request = try #require(
                ChangeRequest(holder: "", files: plan.changes, duties: [.loadFilter(GuardFile.table.path)]))
            #expect(try await host.change(request) == .changed)
            #expect(try await host.settle(.confirm, request.token) == .confirmed)
            let found = try await Self.plan(host)
            #expect(found.text == ["passing: it would be gone once nftables.service is reloaded"])
            let mending = try Self.request(found)
            #expect(mending.files.isEmpty && mending.duties.count == 2)
            #expect(try await host.change(mending) == .changed)
            #expect(try await host.settle(.confirm, mending.token) == .confirmed)
            #expect(try await Self.plan(host).isInStep)
        }
    }

    /// With and without one before.
    @Test(arguments: [false, true]) func isTakenBackWithTheChange(hasOne: Bool) async throws {
        try await Self.onBastion { host in
            if hasOne {
                let first = try Self.request(try await Self.plan(host, "192.0.0.0/16"))
                #expect(try await host.change(first) == .changed)
                #expect(try await host.settle(.confirm, first.token) == .confirmed)
            }
            let before = try await host.ruleset()
            let request = try Self.request(try await Self.plan(host))
            #expect(try await host.change(request) == .changed)
            #expect(try await host.ruleset() != before)
            #expect(try await host.settle(.revert, request.token) == .reverted)
            #expect(try await host.ruleset() == before)
            let state = try await host(["systemctl", "is-active", Self.unit]).text
            #expect(state == (hasOne ? "active\n" : "inactive\n"))
            #expect(try await host.guarded().isHeld == hasOne)
            try await host.sh("systemctl reload nftables")
            #expect(Set(try await Self.tables(host)) == (hasOne ? [Self.ours, Self.theirs] : [Self.theirs]))
            try await host.expectTidy()
        }
    }

    @Test func isTakenBackByTheHostAlone() async throws {
        try await Self.onBastion { host in
            let before = try await host.ruleset()
            let request = try Self.request(try await Self.plan(host), patience: 8)
            #expect(try await host.change(request) == .changed)
            try await host.sh("while [ -d /var/lib/levels-ssh/change ]; do sleep 0.1; done")
            #expect(try await host.ruleset() == before)
            #expect(try await host(["systemctl", "is-active", Self.unit]).text == "inactive\n")
            #expect(try await host.read(GuardFile.unit.path) == nil)
            let last = try await host.survey().last
            #expect(last?.token == request.token && last?.isConfirmed == false)
            try await host.expectTidy()
        }
    }

    /// A unit that cannot be started is no way to hold anything: all of it is taken back.
    @Test func whatSystemdWouldNotStartIsTakenBack() async throws {
        try await Self.onBastion { host in
            let before = try await host.ruleset()
            let plan = try await Self.plan(host)
            let files = plan.changes.map { change in
                change.name != Self.unit
                    ? change
                    : FileChange(
                        folder: change.folder, name: change.name, owner: 0, group: 0, mode: 0o644, old: nil,
                        bytes: Array("[Service]\nType=oneshot\nExecStart=/bin/false\n".utf8))
            }
            let request = try #require(ChangeRequest(holder: "", files: files, duties: plan.duties))
            guard case .failed(let failure) = try await host.change(request) else {
                Issue.record("it was changed")
                return
            }
            #expect(failure.step == .effect && failure.duty == 1)
            #expect(failure.said?.escaped(limit: 400).contains(Self.unit) == true)
            #expect(try await host.ruleset() == before)
            #expect(try await host.read(GuardFile.unit.path) == nil)
            try await host.expectTidy()
        }
    }
}
