import Inventory
import Testing

@testable import LevelsLab

@Suite(.serialized) struct ManyHostsTests {
    @Test func loopbackHasAsManyHostsAsAreAskedFor() async throws {
        var options = Here.options(.loopback)
        options.hosts = 11
        try await Lab.with(options) { lab in
            #expect(lab.hosts.map(\.name) == (1...11).map { "host-\($0)" })
            #expect(try await lab.ssh(lab.appUser, "host-11", "echo there") == "there\n")
            let key = try await lab.server("host-11").becomeImpostor()
            #expect(try key != lab.server("host-11").hostKey)
            await #expect(throws: LabFailure.self) { try await lab.ssh(lab.appUser, "host-11", "true") }
        }
    }

    @Test(arguments: [0, LabOptions.mostHosts + 1])
    func tooFewOrTooManyAreRefused(hosts: Int) async {
        var options = Here.options(.loopback)
        options.hosts = hosts
        let wanted = options
        await #expect(throws: LabFailure.self) { try await Lab.up(wanted) }
    }

    @Test func inventoryAndRosterAreReadOnLoopback() async throws {
        try await readInventoryAndRoster(.loopback)
    }

    @Test(.enabled(if: Here.canMakeNamespaces, "network namespaces need root on Linux, iproute2 and nftables"))
    func inventoryAndRosterAreReadInNamespaces() async throws {
        try await readInventoryAndRoster(.netns)
    }

    private func readInventoryAndRoster(_ mode: LabMode) async throws {
        try await Lab.with(Here.options(mode)) { lab in
            let inventory = try Inventory.load(
                config: lab.configFile, environment: ["HOME": lab.folder], currentFolder: lab.folder
            ).inventory
            let roster = try Roster.load(for: inventory, currentFolder: lab.folder).roster
            #expect(roster.people.map(\.id) == ["alice", "bob", "carol", "dave", "erin"])
            #expect(roster.admins.map(\.id) == ["alice", "bob"])
            #expect(roster.person("carol")?.level(in: "dev") == .shell)
            #expect(roster.person("dave")?.level(in: "dev") == .tunnel)
            #expect(roster.person("erin")?.until != nil)
            for person in roster.people { #expect(Disk.exists(lab.key(of: person.id))) }
        }
    }

    @Test(.enabled(if: Here.canMakeMachines, Here.machinesNeed))
    func cancelledStartOfMachinesIsCleanedUpAfter() async throws {
        var options = Here.machines(40)
        let folder = LabOptions.freshFolder()
        options.folder = folder
        let started = AsyncStream<Void>.makeStream()
        // Hosts are told of, so some run, and others are about to.
        options.progress = { if $0.hasPrefix("hosts:") { started.continuation.yield() } }
        let wanted = options
        let task = Task { try await Lab.up(wanted) }
        for await _ in started.stream { break }
        task.cancel()
        await #expect(throws: LabFailure.interrupted) { try await task.value }
        try await expectNothing(of: folder, nil)
    }

    @Test(.enabled(if: Here.canMakeMachines, Here.machinesNeed))
    func machinesLeaveNothing() async throws {
        try await upAndDown(6)
    }

    @Test(
        .enabled(if: Here.isSoaking, "LEVELS_SOAK=1, which `make soak` sets"),
        .enabled(if: Here.canMakeMachines, Here.machinesNeed))
    func twoHundredMachinesLeaveNothing() async throws {
        try await upAndDown(200)
    }

    private func upAndDown(_ hosts: Int) async throws {
        let (folder, network) = try await Lab.with(Here.machines(hosts)) { lab in
            #expect(lab.hosts.count == hosts)
            let last = "host-\(hosts)"
            let name = try await lab.ssh("app", last, "hostname")
            #expect(name == last + "\n")
            return (lab.folder, lab.state.network)
        }
        try await expectNothing(of: folder, network)
    }

    private func expectNothing(of folder: String, _ network: NetworkPlan?) async throws {
        #expect(!Disk.exists(folder))
        #expect(try await Here.processes(of: folder, nil).isEmpty)
        #expect(Disk.text("/proc/self/mounts")?.contains(folder) == false)
        for namespace in network?.namespaces ?? [] {
            #expect(!Disk.exists("/run/netns/\(namespace)"))
            #expect(!Disk.exists("\(Namespaces.etc)/\(namespace)"))
        }
    }
}
