import Inventory
import Reach
import Remote
import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `exec` on one host, once it is decided what to do.
struct ExecSession: Sendable {
    let plan: RemotePlan
    let command: [String]
    let timeout: Duration?
    let rooms: Rooms
    let reporter: Reporter

    /// Gives the exit code; whatever went wrong has been said.
    func run(_ signals: SignalWatch) async -> Int32 {
        await RemoteWork(command: "exec", plan: plan, rooms: rooms, reporter: reporter).run(
            program: command.first, signals
        ) { reached, signals in
            try await execute(at: reached, signals)
        }
    }

    private func execute(at reached: Reached, _ signals: SignalWatch) async throws -> Int32 {
        let outcome = try await ProgramPatience(at: reached).run(signals, timeout: timeout) {
            reporter.talk.say($0)
        } _: { () async throws(Unreached) in
            let program = try await reached.start(
                ProgramRequest(.command(RemoteCommandLine(command).bytes)),
                output: DescriptorWriter(STDOUT_FILENO, on: DescriptorWriter.thread()) { LostOutput.note($0) },
                errors: DescriptorWriter(STDERR_FILENO, on: DescriptorWriter.thread()))
            program.read(STDIN_FILENO)
            return program
        }
        // Thrown, it would be begun once more over a session of our own.
        if case .closed = outcome.end, let number = outcome.signal, await !reached.hasBegun { return 128 + number }
        return try outcome.exitCode(at: reached)
    }
}
