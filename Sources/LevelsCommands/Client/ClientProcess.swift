import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Runs a client in the foreground, with our terminal, stdin and working directory.
///
/// The client stays in our process group. So the terminal gives it Ctrl-C, Ctrl-\, Ctrl-Z and changes of the window's
/// size without our help, and a shell that stops or continues us does the same to it; there is no moment in which the
/// terminal belongs to nobody. While it runs, SIGINT and SIGQUIT from the terminal are the client's to answer; SIGTERM
/// and SIGHUP are passed on, and end us when the client has gone. A group of its own, given the terminal with
/// tcsetpgrp(3), was rejected: the shell would not see that its job has stopped. Nothing here ever sends SIGKILL,
/// which would leave the terminal as the client had set it.
struct ClientProcess: Sendable {
    let signals: SignalWatch
    /// Our environment, which says where a secret may be put.
    let environment: [String: String]
    /// With `--format json` stdout belongs to the events, and what the client prints goes to stderr.
    var outputToErrors = false

    /// Runs the client until it ends. Cancelling tells the client to end, and waits for it.
    func run(_ invocation: ClientInvocation) async throws -> ClientOutcome {
        guard let secret = invocation.secret else { return try await run(invocation, file: nil) }
        return try await SecretFile.with(secret, places: SecretFile.places(environment)) { file in
            try await run(invocation, file: file)
        }
    }

    private func run(_ invocation: ClientInvocation, file: SecretFile?) async throws -> ClientOutcome {
        let terminal = TerminalState(STDIN_FILENO)
        let spawn = SpawnedClient(
            program: invocation.program,
            arguments: invocation.arguments.map { $0.resolved(file?.path) },
            environment: invocation.environment.mapValues { $0.resolved(file?.path) },
            inherited: file?.inherited, signalMask: signals.inheritedMask,
            streams: [.ours, outputToErrors ? .descriptor(STDERR_FILENO) : .ours, .ours])
        let told = Mutex<Int32?>(nil)
        let addressee = Mutex(Addressee.awaited([]))
        let outcome = try await signals.handling { received in
            if received.endsUs { told.withLock { $0 = $0 ?? received.number } }
            addressee.withLock { $0.tell(received) }
        } _: {
            let client = try spawn.start()
            addressee.withLock { $0.arrived(client) }
            return await withTaskCancellationHandler {
                await client.ended()
            } onCancel: {
                // SIGHUP is for shells, which do not heed SIGTERM; SIGCONT for a client that is stopped.
                client.tell([SIGTERM, SIGHUP, SIGCONT])
            }
        }
        if case .signalled = outcome { terminal?.restore() }
        return told.withLock { $0 }.map(ClientOutcome.signalled) ?? outcome
    }
}

/// Who is told of signals: a client, or one that is being started. It may run before we know its process id.
private enum Addressee {
    case awaited([Int32])
    case present(SpawnedClient.Running)

    mutating func tell(_ received: ReceivedSignal) {
        switch self {
        case .awaited(let numbers):
            if received.isForTheClient || received.endsUs { self = .awaited(numbers + [received.number]) }
        case .present(let client):
            if received.isForTheClient { client.tell([received.number]) }
        }
    }

    mutating func arrived(_ client: SpawnedClient.Running) {
        if case .awaited(let numbers) = self { client.tell(numbers) }
        self = .present(client)
    }
}

/// How a terminal was set before a client had it (termios(3)).
struct TerminalState: Sendable {
    private let descriptor: Int32
    private let settings: termios

    /// Nil where there is no terminal.
    init?(_ descriptor: Int32) {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return nil }
        self.descriptor = descriptor
        self.settings = settings
    }

    /// Sets it back, unless it is another job's by now: setting that would stop us.
    func restore() {
        guard tcgetpgrp(descriptor) == getpgrp() else { return }
        var settings = settings
        tcsetattr(descriptor, TCSADRAIN, &settings)
    }
}
