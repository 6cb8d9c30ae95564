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

/// `exec` on several hosts at once: none waits for one that is slow, or dead.
struct ExecCrowd: Sendable {
    let plan: RemotePlan
    let command: [String]
    let timeout: Duration?
    /// Hosts at once.
    let parallel: Int
    let form: HostOutput.Form
    let rooms: Rooms
    let reporter: Reporter

    /// What a host may send before its last was written: there are many.
    private static let credit = 128 << 10

    /// Gives the exit code; whatever went wrong has been said.
    func run(_ signals: SignalWatch) async -> Int32 {
        let record = RemoteRecord("exec", plan, rooms, reporter)
        let (output, options): (HostOutput, ReachOptions)
        do {
            try record.begin(hosts: plan.hosts.map(\.name), program: command.first)
            output = try HostOutput(form)
            options = try await signals.interruptible { try await record.reach(rooms, reporter) }
        } catch {
            let failure = CommandFailure(error)
            await record.end(failure.exitCode, hosts: [], cause: failure.message)
            return reporter.failed(error)
        }
        let running = RunningPrograms()
        let results = await execute(options, output, running, record, signals)
        let all = HostResults(results: results)
        output.event(all.json)
        await output.drain()
        if reporter.format == .text { tell(all) }
        let exit = running.signal.map { 128 + $0 } ?? all.exit
        let ended = results.filter { if case .ended = $0.outcome { true } else { false } }
        let keys = results.flatMap(\.keys).fingerprints
        await record.end(exit, hosts: ended.map(\.host), keys: keys, cause: all.exit == 0 ? nil : all.words)
        tellWhatIsKnown(results, options)
        return exit
    }

    private func execute(
        _ options: ReachOptions, _ output: HostOutput, _ running: RunningPrograms, _ record: RemoteRecord,
        _ signals: SignalWatch
    ) async -> [HostResult] {
        var options = options
        options.openMachines = parallel
        options.isStopping = { running.signal != nil }
        let begun = ContinuousClock.now
        let chosen = options
        let work = Task {
            await withReach(
                plan.machines, from: lender, chosen,
                onEvent: { event in
                    reporter.reaching(event)
                    guard case .unreached(let unreached) = event else { return }
                    output.event(HostResult(unreached, chosen, since: begun).json)
                }, body: { await one($0, output, running, record) })
        }
        let visits = await signals.handling { received in
            if running.stop(received.number) { _exit(128 + received.number) }
            let grace = "\(ProgramPatience.grace.components.seconds) s"
            reporter.talk.say("passing the signal on: the commands have \(grace) to end; once more leaves them at once")
            Task {
                // Commands have had their time by then. What is left is hosts that do not answer.
                try await Task.sleep(for: ProgramPatience.grace + .seconds(1))
                work.cancel()
            }
        } _: {
            await work.value
        }
        return visits.map { visit in
            switch visit.result {
            case .success(let result): result
            case .failure(let unreached): HostResult(unreached, chosen, since: begun)
            }
        }
    }

    private func one(
        _ reached: Reached, _ output: HostOutput, _ running: RunningPrograms, _ record: RemoteRecord
    ) async -> HostResult {
        let begun = ContinuousClock.now
        let name = reached.machine.name
        func result(_ outcome: HostResult.Outcome) async -> HostResult {
            let result = HostResult(host: name, outcome: outcome, took: .now - begun, keys: reached.keys)
            // What has not begun is done once more, and only that counts.
            if await reached.hasBegun { output.event(result.json) }
            return result
        }
        do {
            try await record.isReached()
            let sinks = try output.sinks(for: name)
            defer { sinks.close() }
            let patience = ProgramPatience(at: reached)
            let program = try await patience.start { () async throws(Unreached) in
                try await reached.start(
                    ProgramRequest(.command(RemoteCommandLine(command).bytes)), output: sinks.output,
                    errors: sinks.errors, credit: Self.credit)
            }
            let shared: [(String, JSONValue)] = reached.isLent ? [("shared", true)] : []
            output.event(EventJSON.event("host_started", [("host", .string(name))] + shared))
            program.finishWriting()
            running.add(patience)
            defer { running.remove(patience) }
            return await result(.ended(try await patience.wait(program, timeout: timeout).exitCode(at: reached)))
        } catch let failure as TunnelFailure {
            return await result(.failed(failure))
        } catch let unreached as Unreached {
            return await result(.failed(TunnelFailure(unreached, keys: [])))
        } catch {
            let failure = CommandFailure(error)
            return await result(
                .failed(
                    TunnelFailure(
                        hop: .host(name), message: failure.message, hint: failure.hint,
                        exit: ExitStatus(rawValue: failure.exitCode) ?? .tryAgain)))
        }
    }

    private var lender: BackgroundLender? {
        BackgroundLender(plan, rooms, ProcessEnvironment.read(), needsSignals: true, reporter)
    }

    private func tell(_ all: HostResults) {
        for line in all.lines { reporter.talk.say(Escaped.text(line)) }
        reporter.talk.say(all.words)
    }

    private func tellWhatIsKnown(_ results: [HostResult], _ options: ReachOptions) {
        var access: [AccessFailure] = []
        for result in results {
            switch result.outcome {
            case .ended(ExitStatus.refused.rawValue): access.append(.notRun(keys: options.keys))
            case .failed(let failure): failure.access.map { access.append($0) }
            case .ended: continue
            }
        }
        // The same keys were offered everywhere: once is enough.
        guard let first = access.first else { return }
        for fact in plan.known(of: first, rooms) { reporter.talk.say("hint: " + Escaped.text(fact)) }
    }
}

/// The commands that run, and the signal that was sent to them.
private final class RunningPrograms: Sendable {
    private struct State {
        var signal: Int32?
        var running: [ObjectIdentifier: ProgramPatience] = [:]
    }

    private let state = Mutex(State())

    var signal: Int32? { state.withLock { $0.signal } }

    func add(_ program: ProgramPatience) {
        let signal = state.withLock { state in
            state.running[ObjectIdentifier(program)] = program
            return state.signal
        }
        if let signal { program.pass(signal) }
    }

    func remove(_ program: ProgramPatience) {
        state.withLock { $0.running[ObjectIdentifier(program)] = nil }
    }

    /// Passes a signal on to all.
    /// - Returns: whether one was passed on before.
    func stop(_ number: Int32) -> Bool {
        let running: [ProgramPatience]? = state.withLock { state in
            guard state.signal == nil else { return nil }
            state.signal = number
            return Array(state.running.values)
        }
        for program in running ?? [] { program.pass(number) }
        return running == nil
    }
}
