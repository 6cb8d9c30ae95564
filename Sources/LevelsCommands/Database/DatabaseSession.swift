import Inventory
import Synchronization
import Tunnel

/// `db`, once it is decided what to do: the password, the tunnel, and in it the client or the wait.
struct DatabaseSession: Sendable {
    let plan: DatabasePlan
    let rooms: Rooms
    let reporter: Reporter
    /// Ours.
    let environment: [String: String]

    /// Gives the exit code; whatever went wrong has been said.
    func run(_ signals: SignalWatch) async -> Int32 {
        let record = TunnelRecord(plan, rooms, environment, reporter)
        let client = ClientEnd()
        do {
            try record.begin()
        } catch {
            return reporter.failed(error)
        }
        do {
            let code = try await signals.interruptible { try await open(signals, client, record) }
            await record.end(code)
            return code
        } catch {
            // The terminal sends a Ctrl-C to the client and to us, and the client may have answered it and be gone before
            // we have fetched ours. Its answer counts.
            if case CommandFailure.signalled = error, let code = client.code {
                await record.end(code)
                return code
            }
            await record.end(CommandFailure(error))
            return reporter.failed(error, knowing: plan.known(of: error, rooms))
        }
    }

    private func open(_ signals: SignalWatch, _ end: ClientEnd, _ record: TunnelRecord) async throws -> Int32 {
        // Before anything is dialled: a password that cannot be had is known in milliseconds.
        let password = try await password()
        let url: @Sendable (LocalEndpoint) -> String = { DatabaseURL.line(plan.target(at: $0)) }
        let onEvent: @Sendable (TunnelEvent) -> Void = { event in
            record.note(event)
            reporter.event(event, url: url)
        }
        if !plan.client.isEmpty, let kept = BackgroundUse.find(plan, environment: environment),
            let endpoint = kept.endpoint
        {
            if reporter.format == .text { reporter.talk.say("using \(kept.name), open in the background") }
            record.uses(kept)
            onEvent(.ready(endpoint, took: .zero))
            try await record.isUp()
            let code = try await client(at: endpoint, password, signals)
            end.code = code
            return code
        }
        let request = record.written(plan.request(rooms, environment, reporter))
        return try await rooms.open(request, onEvent) { tunnel in
            let endpoint = tunnel.endpoint
            if plan.isCheck { return 0 }
            if plan.client.isEmpty { return await hold(endpoint) }
            let code = try await client(at: endpoint, password, signals)
            end.code = code
            return code
        }
    }

    private func password() async throws -> Secret? {
        guard plan.handsPasswordOver, let source = plan.database.password else { return nil }
        return try await CredentialReader(environment: environment).read(source)
    }

    /// Until the task is cancelled: by a signal, or by the tunnel whose time is over.
    private func hold(_ endpoint: LocalEndpoint) async -> Int32 {
        if reporter.format == .text { reporter.talk.data(DatabaseURL.line(plan.target(at: endpoint))) }
        // Nobody ever yields: the loop ends when the task is cancelled.
        let (stream, _) = AsyncStream<Never>.makeStream()
        for await _ in stream {}
        return 0
    }

    private func client(at endpoint: LocalEndpoint, _ password: Secret?, _ signals: SignalWatch) async throws -> Int32 {
        let invocation = try ClientInvocation.make(
            command: plan.client, target: plan.target(at: endpoint), password: password, environment: environment,
            withheld: plan.withheld, databaseURL: plan.wantsDatabaseURL)
        if let warning = invocation.warning { reporter.talk.say("warning: " + warning) }
        let process = ClientProcess(
            signals: signals, environment: environment, outputToErrors: reporter.format == .json)
        let outcome = try await process.run(invocation)
        reporter.clientEnded(outcome)
        return outcome.exitCode
    }
}

/// The exit code of a client that has ended.
private final class ClientEnd: Sendable {
    private let stored = Mutex<Int32?>(nil)

    var code: Int32? {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}
