import Inventory
import Synchronization
import Tunnel

/// One tunnel that is held, from the asking to its end.
final class Holding: Sendable {
    private struct State {
        var tunnel: KeptTunnel
        var clients: @Sendable () async -> [LiveClient] = { [] }
        var outcome: Result<Void, BackgroundFailure>?
        var waiting: [Int: CheckedContinuation<Result<Void, BackgroundFailure>, Never>] = [:]
        /// Whoever has stopped waiting, perhaps before he had begun.
        var calledOff: Set<Int> = []
        var nextWaiter = 0
        var listening: [@Sendable (String) -> Void] = []
        var task: Task<Void, Never>?
    }

    let plan: DatabasePlan
    /// As it was asked for.
    let words: [String]
    private let begun = ContinuousClock.now
    private let state: Mutex<State>

    init(_ plan: DatabasePlan, words: [String]) {
        self.plan = plan
        self.words = words
        let request = plan.request
        state = Mutex(
            State(
                tunnel: KeptTunnel(
                    environment: request.environment, database: request.database, isReader: request.useReader,
                    since: JournalKeeper.now)))
    }

    var name: String { state.withLock { $0.tunnel.name } }

    /// Opens it and holds it until it is closed, or ends by itself. It is written down as any other tunnel.
    func start(_ rooms: Rooms, _ reporter: Reporter, ended: @escaping @Sendable () async -> Void) {
        let task = Task {
            await run(rooms, reporter)
            await ended()
        }
        state.withLock { $0.task = task }
    }

    private func run(_ rooms: Rooms, _ reporter: Reporter) async {
        let record = TunnelRecord(plan, JournalKeeper(rooms, isRequired: plan.isProtected, reporter.talk))
        let url: @Sendable (LocalEndpoint) -> String = { [plan] in DatabaseURL.line(plan.target(at: $0)) }
        do {
            try record.begin()
            let code = try await rooms.open(plan.request, { self.note($0, record, reporter, url) }) { tunnel in
                try record.isUp()
                self.state.withLock { $0.clients = tunnel.clients }
                self.settle(.success(()))
                // Nobody ever yields: the loop ends when the task is cancelled.
                let (stream, _) = AsyncStream<Never>.makeStream()
                for await _ in stream {}
                return 0
            }
            record.end(code)
            settle(.failure(BackgroundFailure(message: "it was closed", exit: ExitStatus.unavailable.rawValue)))
        } catch {
            let failure = CommandFailure(error)
            record.end(failure)
            _ = reporter.failed(error)
            settle(
                .failure(
                    BackgroundFailure(
                        hop: failure.hop, message: failure.message, hint: failure.hint, exit: failure.exitCode)))
        }
    }

    private func note(
        _ event: TunnelEvent, _ record: TunnelRecord, _ reporter: Reporter, _ url: @Sendable (LocalEndpoint) -> String
    ) {
        record.note(event)
        let (name, listening) = state.withLock { state in
            state.tunnel.note(event, url: url)
            return (state.tunnel.name, state.listening)
        }
        if let text = EventText(verbose: true).line(event) {
            for line in text.split(separator: "\n") { reporter.talk.data("\(JournalKeeper.now) \(name): \(line)") }
        }
        guard !listening.isEmpty, let text = EventText(verbose: false).line(event) else { return }
        for line in text.split(separator: "\n") { for say in listening { say(String(line)) } }
    }

    private func settle(_ outcome: Result<Void, BackgroundFailure>) {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            guard state.outcome == nil else { return state.waiting }
            state.outcome = outcome
            state.listening = []
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume(returning: outcome) }
    }

    /// Waits until the database has answered, or it is known that it will not. Being cancelled ends the waiting; when
    /// nobody is left who waits, nobody wants it any more, and it is closed.
    func ready(_ say: @escaping @Sendable (String) -> Void) async throws(BackgroundFailure) {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known = state.withLock { state -> Result<Void, BackgroundFailure>? in
                    if state.calledOff.remove(waiter) != nil { return Self.calledOff }
                    if state.outcome == nil {
                        state.waiting[waiter] = continuation
                        state.listening.append(say)
                    }
                    return state.outcome
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                let continuation = state.waiting.removeValue(forKey: waiter)
                if continuation == nil { state.calledOff.insert(waiter) }
                return continuation
            }
            continuation?.resume(returning: Self.calledOff)
        }
        let isUnwanted = state.withLock { $0.outcome == nil && $0.waiting.isEmpty }
        if Task.isCancelled, isUnwanted { await close() }
        try outcome.get()
    }

    private static let calledOff: Result<Void, BackgroundFailure> = .failure(
        BackgroundFailure(message: "it was called off", exit: ExitStatus.unavailable.rawValue))

    func told() async -> KeptTunnel {
        var (tunnel, clients) = state.withLock { ($0.tunnel, $0.clients) }
        tunnel.seconds = (ContinuousClock.now - begun).components.seconds
        tunnel.clients = await clients().map {
            KeptTunnel.Client(
                id: $0.id, port: $0.port, received: $0.bytesReceived, sent: $0.bytesSent,
                seconds: $0.age.components.seconds)
        }
        return tunnel
    }

    /// Closes it, and waits until it has.
    func close() async {
        let task = state.withLock { $0.task }
        task?.cancel()
        await task?.value
    }
}
