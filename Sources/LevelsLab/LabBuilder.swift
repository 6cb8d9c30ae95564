#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Brings a lab up: databases first, then the hosts that may reach them, then the bastions that may reach those, then
/// what the client needs to know.
struct LabBuilder: Sendable {
    let options: LabOptions
    let file: StateFile
    let mode: LabMode
    let engines: [LabEngine]
    let machines: [LabPlan.Machine]
    /// Whether bastions and hosts are whole machines, and their `ops` may become root.
    let hasWholeMachines: Bool
    let hasSudo: Bool
    let id = Random.hex(2)

    var folder: String { file.folder }
    var life: ServerLife { ServerLife(file: file) }

    /// Decides what is to be started, and whether it can be.
    init(_ options: LabOptions) throws(LabFailure) {
        self.options = options
        mode = options.mode ?? Self.defaultMode
        guard (1...LabPlan.most).contains(options.hosts) else {
            throw .notPossible("a lab has 1 to \(LabPlan.most) hosts", hint: "levels-lab up --hosts 200")
        }
        if mode == .netns { try Namespaces.check() }
        hasWholeMachines = mode == .netns && (options.stockSSHD || options.hosts > LabPlan.roomy)
        if hasWholeMachines { try MachineBoot.check(options) }
        engines = try Self.engines(options)
        machines = LabPlan.machines(mode, engines, hosts: options.hosts)
        file = StateFile(folder: try LabFolder.absolute(options.folder ?? LabOptions.defaultFolder()))
        if hasWholeMachines { try MachineFolder.check(file.folder) }
        hasSudo = hasWholeMachines && (options.sudo ?? (Programs.search("sudo") != nil))
        if hasSudo { _ = try Programs.find("sudo", install: "apt-get install sudo") }
    }

    /// Makes the folder and the state file: from here on, ``Teardown`` knows what to remove.
    func begin() throws(LabFailure) {
        try LabFolder.prepare(folder)
        let account = try Account.current().name
        let users =
            mode == .netns
            ? LabUsers(jump: "jump", app: "app", admin: "ops", sudo: hasSudo)
            : LabUsers(jump: account, app: account, admin: account, sudo: false)
        var state = LabState(
            id: id, folder: folder, mode: mode, boot: LabState.bootIdentity(), users: users,
            roundTripMilliseconds: Int(options.roundTrip / .milliseconds(1)))
        state.targets = options.targets
        state.wholeMachines = hasWholeMachines
        if mode == .netns { state.network = NetworkPlan.make(id: id, machines) }
        try file.write(state)
    }

    func build() async throws(LabFailure) -> LabState {
        for name in ["log", "servers", "db", "client", "keys"] {
            try Disk.makeFolder("\(folder)/\(name)", mode: Account.isRoot ? 0o711 : 0o700)
        }
        if Account.isRoot { makePrivilegeSeparationFolder() }
        for flavour in Set([options.bastionFlavour, options.hostFlavour]) { try await SSHServerMaker.check(flavour) }
        let state = try file.read()
        if let network = state.network {
            options.progress("network: namespaces \(network.namespaces.joined(separator: " "))")
            try await Namespaces.make(network, accounts: hasWholeMachines ? nil : state.users, folder: folder)
        }
        async let keysMade = Roster.makeKeys(folder)
        async let databasesStarted: Void = startDatabases(state)
        do {
            let keys = try await keysMade
            try await databasesStarted
            let lines = keys.filter(\.isAdmin).map(\.line)
            if hasWholeMachines {
                let maker = MachineMaker(builder: self, authorizedKeys: lines)
                for role in [LabServer.Role.host, .bastion] { try await maker.start(role, in: state) }
            } else {
                let maker = SSHServerMaker(builder: self, authorizedKeys: lines)
                for role in [LabServer.Role.host, .bastion] { try await start(role, maker) }
            }
            try await startRelays()
            try await ClientFiles.write(try file.read(), keys)
        } catch let failure as LabFailure {
            throw failure
        } catch {
            throw .interrupted
        }
        return try file.update { state in
            state.phase = .up
            let order = Dictionary(uniqueKeysWithValues: machines.enumerated().map { ($1.name, $0) })
            state.servers.sort { order[$0.name, default: .max] < order[$1.name, default: .max] }
            return state
        }
    }

    private static let atOnce = 8

    private func start(_ role: LabServer.Role, _ maker: SSHServerMaker) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, machine) in machines.filter({ $0.role == role }).enumerated() {
                // A thousand at once would make every one of them slow to answer.
                if index >= Self.atOnce { try await group.next() }
                group.addTask { try await maker.start(machine) }
            }
            try await group.waitForAll()
        }
    }

    private func startDatabases(_ state: LabState) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for machine in machines where machine.role == .database {
                group.addTask { try await DatabaseMaker(builder: self).start(machine, in: state) }
            }
            try await group.waitForAll()
        }
    }

    private func startRelays() async throws(LabFailure) {
        guard options.roundTrip > .zero else { return }
        for machine in machines where machine.role == .bastion {
            try await RelayMaker(builder: self).start(before: machine)
        }
    }

    /// sshd as root wants its empty folder, which its package makes when the machine's own sshd starts. It stays: another
    /// lab, or the machine's sshd, may be about to look for it.
    private func makePrivilegeSeparationFolder() {
        #if os(Linux)
            _ = mkdir("/run/sshd", 0o755)
        #endif
    }

    private static var defaultMode: LabMode {
        #if os(Linux)
            Account.isRoot ? .netns : .loopback
        #else
            .loopback
        #endif
    }

    private static func engines(_ options: LabOptions) throws(LabFailure) -> [LabEngine] {
        if let wanted = options.engines { return LabEngine.allCases.filter(wanted.contains) }
        var found: [LabEngine] = []
        if Programs.search("mariadbd") != nil { found.append(.mysql) }
        if Programs.search("postgres") != nil { found.append(.postgres) }
        guard !found.isEmpty else { throw .missingProgram("a database server", install: MariaDB.install) }
        return found
    }
}
