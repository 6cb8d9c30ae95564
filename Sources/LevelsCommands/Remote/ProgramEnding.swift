import Inventory
import Reach
import Remote
import Tunnel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension ProgramPatience {
    /// Starts a program and waits for its end. It gets the signals that we get from now on. A second one is somebody who
    /// does not want to wait for it.
    func run(
        _ signals: SignalWatch, timeout: Duration?, _ say: @escaping @Sendable (String) -> Void,
        _ body: @escaping @Sendable () async throws(Unreached) -> RemoteProgram
    ) async throws -> Outcome {
        let first = StopRequest()
        return try await signals.handling { [self] received in
            if first.ask(received.number) { _exit(128 + received.number) }
            let grace = Self.grace.components.seconds
            say("passing the signal on: the command has \(grace) s to end; once more leaves it at once")
            pass(received.number)
        } _: {
            // Who was told to stop before begins nothing.
            try Task.checkCancellation()
            let program: RemoteProgram
            do throws(Unreached) { program = try await start(body) } catch {
                guard let number = first.number else { throw error }
                return Outcome(end: .closed, isTimedOut: false, signal: number)
            }
            return await wait(program, timeout: timeout)
        }
    }
}

extension ProgramPatience.Outcome {
    /// What we exit with for it.
    ///
    /// - Throws: an ``Unreached`` or a ``CommandFailure`` for what is no end of the command's own.
    func exitCode(at reached: Reached) throws -> Int32 {
        if isTimedOut {
            throw TunnelFailure(
                hop: .host(reached.machine.name), message: "the command was ended: its time was over",
                hint: "allow it more with --timeout", exit: .tryAgain)
        }
        if case .closed = end, let signal { throw CommandFailure.signalled(signal) }
        return try end.exitCode(at: reached)
    }
}

extension RemoteEnd {
    /// What we exit with for it.
    ///
    /// - Throws: a ``TunnelFailure`` or an ``Unreached`` for what is no end of the program's own.
    func exitCode(at reached: Reached) throws -> Int32 {
        switch self {
        case .exited(let code): return code
        case .signalled(let name): return 128 + (SignalName.number(of: name) ?? SIGKILL)
        case .unheard: return 128 + SIGPIPE
        case .closed, .silent: throw silence(reached)
        case .lost(let error): throw reached.lost(error)
        }
    }

    private func silence(_ reached: Reached) -> TunnelFailure {
        TunnelFailure(
            hop: .host(reached.machine.name), message: "the command ended without a word on how",
            hint: "whether it has done its work cannot be known from here", exit: .unavailable)
    }
}
