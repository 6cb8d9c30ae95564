public import Reach
public import SSH
import Synchronization

/// How long a program may run, and how it is ended: asked to first, and left when it does not.
public final class ProgramPatience: Sendable {
    /// How it ended, and whether that was our doing.
    public struct Outcome: Sendable {
        public let end: RemoteEnd
        public let isTimedOut: Bool
        /// The signal that we were asked to pass on.
        public let signal: Int32?

        public init(end: RemoteEnd, isTimedOut: Bool, signal: Int32?) {
            self.end = end
            self.isTimedOut = isTimedOut
            self.signal = signal
        }
    }

    private struct State {
        /// What starts it, until it is known to have begun.
        var starting: Task<Result<RemoteProgram, Unreached>, Never>?
        var program: RemoteProgram?
        var isTimedOut = false
        var signal: Int32?
    }

    private let reached: Reached
    private let grace: Duration
    private let state = Mutex(State())

    /// How long a program has to answer a signal, or to end after one, before it is left.
    public static let grace = Duration.seconds(5)

    public convenience init(at reached: Reached) {
        self.init(at: reached, grace: Self.grace)
    }

    init(at reached: Reached, grace: Duration) {
        self.reached = reached
        self.grace = grace
    }

    /// Starts it. A signal that is passed on meanwhile is for the program: what it says may be read, and answered by a
    /// signal, before it is known here that it has begun.
    public func start(
        _ body: @escaping @Sendable () async throws(Unreached) -> RemoteProgram
    ) async throws(Unreached) -> RemoteProgram {
        let task = Task { () async -> Result<RemoteProgram, Unreached> in
            do throws(Unreached) { return .success(try await body()) } catch { return .failure(error) }
        }
        state.withLock { $0.starting = task }
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        let program = try result.get()
        let early = state.withLock { state in
            state.starting = nil
            state.program = program
            return state.signal
        }
        if let early { Task { await send(early, to: program) } }
        return program
    }

    /// Waits for the end of what was started.
    ///
    /// - Parameter timeout: after that it is sent TERM, then KILL, and then it is left.
    public func wait(_ program: RemoteProgram, timeout: Duration?) async -> Outcome {
        let clock = timeout.map { timeout in
            Task {
                // The program's time itself: whoever waits for it cancels this when it has ended.
                try await Task.sleep(for: timeout)
                state.withLock { $0.isTimedOut = true }
                for name in ["TERM", "KILL"] {
                    await RemoteSignal(to: program, at: reached).send(name)
                    // The time that it has to end of it; one that has is not waited for.
                    try await Task.sleep(for: grace)
                }
                program.close()
            }
        }
        defer { clock?.cancel() }
        let end = await program.ended()
        return state.withLock { Outcome(end: end, isTimedOut: $0.isTimedOut, signal: $0.signal) }
    }

    /// Passes a signal on, and leaves the program if it does not end of it.
    public func pass(_ number: Int32) {
        let program = state.withLock { state in
            state.signal = state.signal ?? number
            return state.program
        }
        Task {
            if let program { await send(number, to: program) }
            // The time that it has to end of it: it may answer a signal in its own way.
            try await Task.sleep(for: grace)
            let (program, starting) = state.withLock { ($0.program, $0.starting) }
            starting?.cancel()
            program?.close()
        }
    }

    private func send(_ number: Int32, to program: RemoteProgram) async {
        await RemoteSignal(to: program, at: reached).send(SignalName.name(of: number) ?? "TERM")
    }
}

extension Reached {
    /// Starts a program here.
    public func start(
        _ request: ProgramRequest, output: any ByteSink, errors: any ByteSink, credit: Int = RemoteProgram.credit,
        within limit: Duration = .seconds(30)
    ) async throws(Unreached) -> RemoteProgram {
        do throws(SSHError) {
            return try await RemoteProgram.start(
                request, over: session, output: output, errors: errors, credit: credit, within: limit)
        } catch {
            throw lost(error)
        }
    }

    /// What went wrong with a machine that was reached.
    public func lost(_ error: SSHError) -> Unreached {
        let reason = Judgement(error).reason
        if case .dropped(let text) = reason { return Unreached(machine: machine, reason: .gone(text), tries: tries) }
        return Unreached(machine: machine, reason: reason, tries: tries)
    }
}
