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
    }

    private struct State {
        var isTimedOut = false
        var signal: Int32?
    }

    private let program: RemoteProgram
    private let reached: Reached
    private let state = Mutex(State())

    /// How long a program has to answer a signal, or to end after one, before it is left.
    public static let grace = Duration.seconds(5)

    public init(_ program: RemoteProgram, at reached: Reached) {
        self.program = program
        self.reached = reached
    }

    /// Waits for its end.
    ///
    /// - Parameter timeout: after that it is sent TERM, then KILL, and then it is left.
    public func wait(timeout: Duration?) async -> Outcome {
        let clock = timeout.map { timeout in
            Task {
                // The program's time itself: whoever waits for it cancels this when it has ended.
                try await Task.sleep(for: timeout)
                state.withLock { $0.isTimedOut = true }
                for name in ["TERM", "KILL"] {
                    await RemoteSignal(to: program, at: reached).send(name)
                    // The time that it has to end of it; one that has is not waited for.
                    try await Task.sleep(for: Self.grace)
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
        state.withLock { $0.signal = $0.signal ?? number }
        Task {
            await RemoteSignal(to: program, at: reached).send(SignalName.name(of: number) ?? "TERM")
            // The time that it has to end of it: it may answer a signal in its own way.
            try await Task.sleep(for: Self.grace)
            program.close()
        }
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
