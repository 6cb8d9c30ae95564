import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Runs a script in the foreground, and sees to it that nothing of it stays: its process group is ended with it.
struct ScriptProcess: Sendable {
    let spawn: SpawnedClient
    let signals: SignalWatch
    let watcher: SessionGuard?
    /// Where it is recorded.
    let streams: ScriptStreams?

    /// What is left of its process group has so long to end, after SIGTERM, before SIGKILL.
    static let grace = Duration.seconds(5)

    /// Runs it until it ends. Cancelling ends it, and waits for it.
    func run() async throws -> ClientOutcome {
        let modes = TerminalState(STDIN_FILENO)
        // A recorded one has a terminal of its own.
        let loan = streams == nil ? TerminalLoan() : nil
        let told = Mutex<Int32?>(nil)
        let ending = Mutex<ScriptEnding?>(nil)
        let early = Mutex<[Int32]>([])
        let outcome = try await signals.noticing { number in
            if let streams {
                streams.changed()
            } else if number == SIGCONT, let ending = ending.withLock({ $0 }) {
                resume(ending.script, loan)
            }
        } _: {
            try await signals.handling { received in
                if received.endsUs {
                    let isAgain = told.withLock { told in
                        defer { told = told ?? received.number }
                        return told != nil
                    }
                    if isAgain { leave(ending.withLock { $0 }, received.number) }
                }
                if let ending = ending.withLock({ $0 }) {
                    ending.pass(received)
                } else {
                    early.withLock { $0.append(received.number) }
                }
            } _: {
                watcher?.expectScript()
                let script: SpawnedClient.Running
                do throws(ClientFailure) { script = try spawn.start() } catch { throw error.ofScript }
                watcher?.watch(script.id)
                streams?.begin()
                if isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 { loan?.lend(to: script.id) }
                let end = ScriptEnding(script)
                ending.withLock { $0 = end }
                for number in early.withLock({ $0 }) { end.pass(ReceivedSignal(number: number, fromTerminal: false)) }
                // One that wanted the terminal before it had it was stopped for that.
                script.tellGroup([SIGCONT])
                return await withTaskCancellationHandler {
                    await script.ended {
                        stop(script, loan, $0)
                    } ending: {
                        script.tellGroup([SIGTERM, SIGCONT])
                    }
                } onCancel: {
                    end.begin([SIGTERM, SIGHUP])
                }
            }
        }
        if let ending = ending.withLock({ $0 }) {
            await ending.clear()
            loan?.takeBack(from: ending.script.id)
        }
        await streams?.finish()
        if case .signalled = outcome { modes?.restore() }
        return told.withLock { $0 }.map(ClientOutcome.signalled) ?? outcome
    }

    /// Somebody does not want to wait.
    private func leave(_ ending: ScriptEnding?, _ number: Int32) {
        ending?.script.tellGroup([SIGKILL])
        streams?.giveTerminalBack()
        // The one who watches us takes the folders away.
        _exit(128 + number)
    }

    /// The script was stopped: by a key, and then we stop as well, for the shell to see; or because it has tried to use a
    /// terminal that we have.
    private func stop(_ script: SpawnedClient.Running, _ loan: TerminalLoan?, _ number: Int32) {
        if number == SIGTTIN || number == SIGTTOU, let loan, loan.isOurs {
            return resume(script, loan)
        }
        guard streams == nil else { return }
        loan?.takeBack(from: script.id)
        // All of our job, as the terminal would have. SIGCONT is what has us go on, and the script.
        if TerminalLoan.canBeStopped { kill(0, SIGTSTP) } else { resume(script, loan) }
    }

    private func resume(_ script: SpawnedClient.Running, _ loan: TerminalLoan?) {
        loan?.lend(to: script.id)
        script.tellGroup([SIGCONT])
    }
}

/// Ends a script: it is asked to, and made to when it does not.
private final class ScriptEnding: Sendable {
    let script: SpawnedClient.Running
    private let limit = Mutex<Task<Void, Never>?>(nil)

    init(_ script: SpawnedClient.Running) { self.script = script }

    func pass(_ received: ReceivedSignal) {
        if received.endsUs { begin([received.number]) } else { script.tellGroup([received.number]) }
    }

    func begin(_ numbers: [Int32]) {
        script.tellGroup(numbers + [SIGCONT])
        limit.withLock { limit in
            guard limit == nil else { return }
            limit = Task { [script] in
                // The time that it has; cancelled when it has ended.
                guard (try? await Task.sleep(for: ScriptProcess.grace)) != nil else { return }
                script.tellGroup([SIGKILL])
            }
        }
    }

    /// It has ended; what is left of its group is about to.
    func clear() async {
        limit.withLock { $0?.cancel() }
        let end = ContinuousClock.now + ScriptProcess.grace
        while script.hasGroup, ContinuousClock.now < end + .seconds(1) {
            if ContinuousClock.now > end { script.tellGroup([SIGKILL]) }
            // They are not our children, so that nobody tells us of their end. Not ours to be cancelled.
            await Task { _ = try? await Task.sleep(for: .milliseconds(10)) }.value
        }
    }
}
