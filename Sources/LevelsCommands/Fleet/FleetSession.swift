import AuthorizedKeys
import Fleet
import Inventory
import Reach

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the fleet commands begin with: the declared state, and the machines that were asked for.
struct FleetSession: Sendable {
    var options: Options
    let declared: DeclaredRoster
    let machines: [Machine]
    let rules: PlanRules
    let ledgerFile: LedgerFile
    private let reach: Rooms.Reach

    struct Options: Sendable {
        let person: String?
        let identities: [String]
        let format: OutputFormat
        /// Why a protected environment is touched.
        var reason: String?
    }

    /// - Parameter parts: what is looked at; machines that have nothing of it are left out.
    init(
        _ options: FleetOptions, only parts: Set<PlanPart> = .all, maxRemovals: Int = 0, rooms: Rooms
    ) throws(CommandFailure) {
        guard options.person == nil || parts.contains(.keys) else {
            throw .usage("--person is about keys, and --only leaves them out", hint: "leave one of the two out")
        }
        let declared = try rooms.roster(options.config.file)
        let named = try declared.inventory.machines(in: options.env, named: options.host)
        let machines = named.filter { parts.concern($0.role) }
        guard !machines.isEmpty || named.isEmpty else {
            throw .usage("only bastions have a whitelist", hint: "leave --host out, or name a bastion")
        }
        self.init(
            Options(person: options.person, identities: options.identity, format: options.format), declared,
            machines: machines, parts: parts, maxRemovals: maxRemovals, rooms: rooms)
    }

    init(
        _ options: Options, _ declared: DeclaredRoster, machines: [Machine], parts: Set<PlanPart> = .all,
        maxRemovals: Int, rooms: Rooms
    ) {
        self.options = options
        self.declared = declared
        self.machines = machines
        var rules = PlanRules(roster: declared.roster, maxRemovals: maxRemovals, now: Inventory.currentTime())
        // How sshd lets people in is nobody's in particular.
        rules.parts = options.person == nil ? parts : parts.subtracting([.login])
        self.rules = rules
        ledgerFile = LedgerFile(beside: declared.inventory.path)
        reach = rooms.reach
    }

    /// Says what is no error: who counts as gone, and which networks will soon.
    func note(_ reporter: Reporter) {
        guard options.format == .text else { return }
        reporter.notes(declared.notes)
        // It is in from= as well, so `--only keys` takes it out too.
        guard !rules.parts.isDisjoint(with: [.keys, .whitelist]) else { return }
        for vpc in declared.inventory.vpcs where machines.contains(where: { $0.role == .bastion && $0.vpc == vpc.name })
        {
            let list = Whitelist(of: vpc, in: declared.inventory, declared.roster, at: rules.now)
            for line in WhitelistReport.ending(list, at: rules.now) { reporter.talk.say("note: " + Escaped.text(line)) }
        }
    }

    /// - Parameter isStopping: asked before each machine.
    func work(_ reporter: Reporter, isStopping: @escaping @Sendable () -> Bool = { false }) async throws -> FleetWork {
        var reach = try await reach(declared.inventory, options.identities) {
            note in
            if reporter.verbose { reporter.talk.say("note: " + Escaped.text(note)) }
        }
        reach.isStopping = isStopping
        return FleetWork(
            reach: reach, declared: DeclaredKeys(inventory: declared.inventory, roster: declared.roster), rules: rules,
            holder: RawText(Operator.name + (options.reason.map { ": \($0)" } ?? "")))
    }

    /// - Throws: of a person whom neither the roster nor any machine knows.
    func plan(_ work: FleetWork, _ reporter: Reporter) async throws(CommandFailure) -> FleetPlan {
        let plan = await reading(work, reporter)
        guard let person = options.person else { return plan }
        // Somebody whose file was taken away without a revocation is still found by what is left of theirs.
        let isFound = plan.machines.contains { $0.concerns(person, in: declared.roster) } || !plan.unread.isEmpty
        guard isFound || declared.knows(person) else { throw declared.unknown(person) }
        return plan.concerning(person, in: declared.roster)
    }

    /// What the machines say of themselves, whoever was asked for.
    func reading(_ work: FleetWork, _ reporter: Reporter) async -> FleetPlan {
        let progress = FleetProgress(reporter, of: machines.count)
        defer { progress.end() }
        return await work.plan(machines) { progress.note($0) }
    }

    func ledger() throws(CommandFailure) -> Ledger {
        do throws(LedgerError) { return try ledgerFile.read() } catch { throw .ledger(error) }
    }

    func write(_ ledger: Ledger) throws(CommandFailure) {
        do throws(LedgerError) { try ledgerFile.write(ledger) } catch { throw .ledger(error) }
    }
}

extension Inventory {
    /// The machines of an environment, or of all; of these, those with one of the names.
    func machines(in environment: String?, named names: [String]) throws(CommandFailure) -> [Machine] {
        var machines = machines
        if let environment {
            let name = try self.environment(environment).name
            machines = machines.filter { $0.environments.contains(name) }
        }
        guard !names.isEmpty else { return machines }
        var chosen: Set<Machine> = []
        for name in names {
            let found = machines.filter {
                $0.name == name || $0.address.description == name || isCalled($0, name, environment)
            }
            guard !found.isEmpty else {
                throw .usage(
                    "there is no machine \(name)" + (environment.map { " in environment \($0)" } ?? ""),
                    hint: "--host \(Self.list(machines.prefix(20).map(\.name)))")
            }
            guard found.count == 1 else {
                throw .usage(
                    "\(found.count) machines are called \(name)",
                    hint: "--host \(Self.list(found.map(\.address.description)))")
            }
            chosen.formUnion(found)
        }
        return machines.filter(chosen.contains)
    }

    /// A host that several environments list may have a name in each.
    private func isCalled(_ machine: Machine, _ name: String, _ environment: String?) -> Bool {
        machine.role == .host
            && environments.contains { other in
                other.vpc == machine.vpc && (environment == nil || other.name == environment)
                    && other.hosts.list.contains { $0.name == name && $0.address == machine.address }
            }
    }
}
