import Inventory
import Reach
import Remote
import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `shell`, once it is decided what to do.
struct ShellSession: Sendable {
    let plan: RemotePlan
    let command: [String]
    let terminal: LocalTerminal
    let variables: [String: String]
    let rooms: Rooms
    let reporter: Reporter

    /// Gives the exit code; whatever went wrong has been said.
    func run(_ signals: SignalWatch) async -> Int32 {
        await RemoteWork(command: "shell", plan: plan, rooms: rooms, reporter: reporter).run(
            program: command.first, signals
        ) { reached, signals in
            try await open(at: reached, signals)
        }
    }

    private func open(at reached: Reached, _ signals: SignalWatch) async throws -> Int32 {
        let session = try await TerminalSession.start(
            command.isEmpty ? .shell : .command(RemoteCommandLine(command).bytes), on: terminal,
            type: variables["TERM"] ?? "dumb", environment: locale, at: reached
        ) { reporter.talk.say($0) }
        let stop = StopRequest()
        let end = await signals.noticing { number in
            if number == SIGCONT { session.resumed() } else { session.resize() }
        } _: {
            // It may have become another size since it was asked for.
            session.resize()
            return await signals.handling { received in
                if stop.ask(received.number) {
                    session.giveTerminalBack()
                    _exit(128 + received.number)
                }
                session.leave()
            } _: {
                await session.ended()
            }
        }
        if let signal = stop.number { throw CommandFailure.signalled(signal) }
        guard let end else { return 128 + SIGHUP }
        return try end.exitCode(at: reached)
    }

    private var locale: [ProgramRequest.Variable] {
        variables.filter { $0.key == "LANG" || $0.key.hasPrefix("LC_") }.sorted { $0.key < $1.key }
            .map { ProgramRequest.Variable(name: $0.key, value: $0.value) }
    }
}
