import Inventory
import Reach
import Remote
import SSH
import Synchronization
import Tunnel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `session`, once it is decided what to do.
struct ScriptSession: Sendable {
    let plan: SessionPlan
    /// Our environment.
    let variables: [String: String]
    let rooms: Rooms
    let reporter: Reporter

    /// The time that `--for` allows is over.
    private struct Over: Error {}

    /// Gives the exit code; whatever went wrong has been said.
    func run(_ signals: SignalWatch) async -> Int32 {
        let record = RemoteRecord("session", plan.remote, rooms, reporter)
        let (lost, losing) = AsyncStream<Recorder.Failure>.makeStream()
        let recorder: Recorder?
        do {
            recorder = try makeRecorder { losing.yield($0) }
            do throws(CommandFailure) {
                try record.begin(hosts: nil, program: plan.script.first, recording: recorder?.path)
            } catch {
                recorder?.discard()
                throw error
            }
        } catch {
            return reporter.failed(error)
        }
        let end = ScriptEnd()
        // Of the sessions that the tunnels have, and that the script's own commands use.
        let pool = record.pool ?? SessionPool(idle: .seconds(600))
        var failure: (any Error)?
        do {
            _ = try await signals.interruptible {
                try await written(record) { try await open(signals, recorder, lost, end, pool) }
            }
        } catch {
            failure = error
        }
        // The terminal sends a Ctrl-C to whoever has it, and the script may have answered it. Its answer counts.
        if case CommandFailure.signalled? = failure, end.code != nil { failure = nil }
        let summary = recorder?.finish()
        let known = failure.map(CommandFailure.init)
        let code = known?.exitCode ?? end.code ?? 0
        await record.end(code, hosts: [], cause: known?.message, recording: summary)
        await pool.close()
        if let summary { reporter.talk.say("recorded in \(Escaped.text(summary.path))") }
        guard let failure else { return code }
        return reporter.failed(failure, knowing: plan.known(of: failure, rooms))
    }

    /// Where the bastion's syslog is to have a line of it, over a login there that lasts as long as the script does.
    private func written(
        _ record: RemoteRecord, _ body: @escaping @Sendable () async throws -> Int32
    ) async throws -> Int32 {
        guard plan.environment.syslog == .required, let machine = plan.remote.machines.first else {
            return try await body()
        }
        let options = try await record.reach(rooms, reporter)
        do {
            return try await withBastion(towards: machine, options) { _ in
                try await record.isReached()
                return try await body()
            }
        } catch let unreached as Unreached {
            throw TunnelFailure(unreached, keys: options.keys)
        }
    }

    private func open(
        _ signals: SignalWatch, _ recorder: Recorder?, _ lost: AsyncStream<Recorder.Failure>, _ end: ScriptEnd,
        _ pool: SessionPool
    ) async throws -> Int32 {
        // Before anything is dialled: a password that cannot be had is known in milliseconds.
        var passwords: [Secret?] = []
        for opening in plan.openings {
            let source = opening.plan.database.password
            let reader = CredentialReader(environment: variables)
            passwords.append(try await source.asyncMap { try await reader.read($0) })
        }
        let places = try SessionPlaces(variables)
        let watcher = SessionGuard(folders: places.paths)
        defer {
            places.remove()
            watcher?.end()
        }
        let tunnels = SessionTunnels(
            openings: plan.openings, rooms: rooms, reporter: reporter, variables: variables, pool: pool)
        let known = passwords
        let (lending, isLending) = AsyncStream<Never>.makeStream()
        return try await withThrowingTaskGroup(of: Int32?.self) { group in
            group.addTask {
                try await tunnels.hold { endpoints in
                    for await _ in lending {}
                    let code = try await run(at: endpoints, known, places, watcher, recorder, signals)
                    end.code = code
                    return code
                }
            }
            group.addTask {
                await lend(pool, places) { isLending.finish() }
                isLending.finish()
                return nil
            }
            group.addTask {
                for await failure in lost { try tell(failure) }
                return nil
            }
            if let lease = plan.lease {
                group.addTask {
                    // The lease itself, in a race with what it is for.
                    try await Task.sleep(for: lease)
                    throw CommandFailure.tunnel(
                        TunnelFailure(
                            hop: .local, message: "the script was ended: the time that --for allowed is over",
                            hint: "allow it more with --for", exit: .tryAgain))
                }
            }
            defer { group.cancelAll() }
            while let code = try await group.next() { if let code { return code } }
            return 0
        }
    }

    /// Lends the sessions to the script's ssh and to its levels-ssh, until it is cancelled. Without, they log in by themselves.
    /// - Parameter begun: called once somebody can come.
    private func lend(_ pool: SessionPool, _ places: SessionPlaces, begun: @escaping @Sendable () -> Void) async {
        let file = AbsolutePath.of(plan.remote.inventory.path)
        guard plan.remote.usesBackground,
            let socket = SessionVariables.socket([SessionVariables.folder: places.folder.path])
        else { return }
        let keeper = Keeper(rooms, vpc: plan.environment.vpc, file: file, environment: variables, reporter)
        await keeper.lend(pool, of: plan.remote.identities.map(AbsolutePath.of))
        do {
            try await KeeperServer(socket: socket, keeper: keeper, linger: .seconds(365 * 86400)).run(listening: begun)
        } catch {
            guard reporter.verbose, !Task.isCancelled else { return }
            reporter.talk.say("note: its sessions are not shared: \(CommandFailure(error).message)")
        }
    }

    private func run(
        at endpoints: [LocalEndpoint], _ passwords: [Secret?], _ places: SessionPlaces, _ watcher: SessionGuard?,
        _ recorder: Recorder?, _ signals: SignalWatch
    ) async throws -> Int32 {
        var databases: [SessionDatabase] = []
        for (index, opening) in plan.openings.enumerated() {
            databases.append(try SessionDatabase(opening, at: endpoints[index], passwords[index], in: places))
        }
        try SessionFiles(plan: plan, places: places, path: SessionVariables.path(variables)).write(databases)
        let environment = SessionVariables.make(
            variables, plan, databases, recording: recorder?.path, folder: places.folder.path, programs: places.programs
        )
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        guard let name = plan.script.first, let program = ProgramSearch.find(name, in: folders) else {
            throw ClientFailure.scriptNotFound(plan.script.first ?? "")
        }
        let streams = try recorder.map { recorder throws(CommandFailure) in try ScriptStreams(recorder) }
        let spawn = SpawnedClient(
            program: program, arguments: Array(plan.script.dropFirst()), environment: environment,
            signalMask: signals.inheritedMask, group: streams?.group ?? .own,
            streams: streams?.streams ?? [.ours, .ours, .ours])
        return try await ScriptProcess(spawn: spawn, signals: signals, watcher: watcher, streams: streams).run()
            .exitCode
    }

    /// Nil where none is asked for, or it cannot be made and need not be.
    private func makeRecorder(
        _ failed: @escaping @Sendable (Recorder.Failure) -> Void
    ) throws(CommandFailure) -> Recorder? {
        guard let path = plan.recording else { return nil }
        let size = ScriptStreams.size() ?? TerminalSize(columns: 80, rows: 24)
        let program = plan.script.first.map { ": " + Escaped.text($0) } ?? ""
        let header = Asciicast.Header(
            columns: Int(size.columns), rows: Int(size.rows), timestamp: Inventory.currentTime(),
            title: "levels-ssh session --env \(plan.environment.name)\(program)",
            environment: ["SHELL", "TERM"].compactMap { name in variables[name].map { (name, $0) } })
        do throws(Recorder.Failure) {
            return try Recorder(path, header, addsReturns: ScriptStreams.size() == nil, failed: failed)
        } catch {
            let message = "cannot be recorded in \(Escaped.text(path)): \(error.reason)"
            if error.exists {
                throw .usage(message, hint: "--record with another name: recordings are never written over")
            }
            if plan.environment.recording == .required {
                throw .refused(
                    "environment \(plan.environment.name) asks for a recording, and it \(message)", hint: nil)
            }
            reporter.talk.say("warning: the session \(message)")
            return nil
        }
    }

    /// A recording that ends early.
    private func tell(_ failure: Recorder.Failure) throws(CommandFailure) {
        let message = "the recording \(Escaped.text(failure.path)) ends here: \(failure.reason)"
        guard plan.environment.recording == .required else {
            return reporter.talk.say("warning: " + message)
        }
        throw .refused(
            "\(message); environment \(plan.environment.name) asks for one, so the script was ended",
            hint: "make room there, or record in another folder")
    }
}

extension SessionPlan {
    /// What the declared state knows of a failure of a tunnel.
    func known(of error: any Error, _ rooms: Rooms) -> [String] {
        openings.first?.plan.known(of: error, rooms) ?? []
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<Value>(_ body: (Wrapped) async throws -> Value) async rethrows -> Value? {
        guard let self else { return nil }
        return try await body(self)
    }
}

/// The exit code of a script that has ended.
private final class ScriptEnd: Sendable {
    private let stored = Mutex<Int32?>(nil)

    var code: Int32? {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}
