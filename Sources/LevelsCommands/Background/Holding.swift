import Inventory
import Synchronization
import Tunnel

/// One tunnel that is held, from the asking to its end.
final class Holding: Sendable {
    private struct State {
        var tunnel: KeptTunnel
        var clients: @Sendable () async -> [LiveClient] = { [] }
        var answer: Answer?
        var waiting: [Int: CheckedContinuation<Answer, Never>] = [:]
        /// Whoever has stopped waiting, perhaps before he had begun.
        var calledOff: Set<Int> = []
        var nextWaiter = 0
        var listening: [@Sendable (String) -> Void] = []
        var task: Task<Void, Never>?
        /// Whether nobody wants it any more: what its end says is for nobody who comes later.
        var isClosing = false
    }

    /// What has become of it for one who waits.
    enum Answer {
        case up
        case failed(BackgroundFailure)
        /// Somebody has closed it meanwhile.
        case closed
        /// It was on its way out before he came.
        case closing
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

    var isClosing: Bool { state.withLock { $0.isClosing } }

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
        let record = TunnelRecord(plan, rooms, ProcessEnvironment.read(), reporter)
        let url: @Sendable (LocalEndpoint) -> String = { [plan] in DatabaseURL.line(plan.target(at: $0)) }
        do {
            try record.begin()
            let code = try await rooms.open(record.written(plan.request), { self.note($0, record, reporter, url) }) {
                tunnel in
                self.state.withLock { $0.clients = tunnel.clients }
                self.settle(.up)
                // Nobody ever yields: the loop ends when the task is cancelled.
                let (stream, _) = AsyncStream<Never>.makeStream()
                for await _ in stream {}
                return 0
            }
            await record.end(code)
            settle(.closed)
        } catch {
            let failure = CommandFailure(error)
            await record.end(failure)
            _ = reporter.failed(error)
            settle(
                .failed(
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

    private func settle(_ answer: Answer) {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            guard state.answer == nil else {
                // It was up, and is not any more.
                state.isClosing = true
                return state.waiting
            }
            state.answer = answer
            state.listening = []
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume(returning: answer) }
    }

    /// Waits until the database has answered, or it is known that it will not. Being cancelled ends the waiting; when
    /// nobody is left who waits, nobody wants it any more, and it is closed.
    func ready(_ say: @escaping @Sendable (String) -> Void) async -> Answer {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known = state.withLock { state -> Answer? in
                    if state.calledOff.remove(waiter) != nil { return .failed(.calledOff) }
                    if state.isClosing { return .closing }
                    if state.answer == nil {
                        state.waiting[waiter] = continuation
                        state.listening.append(say)
                    }
                    return state.answer
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                let continuation = state.waiting.removeValue(forKey: waiter)
                if continuation == nil { state.calledOff.insert(waiter) }
                return continuation
            }
            continuation?.resume(returning: .failed(.calledOff))
        }
        if Task.isCancelled { await closeIfUnwanted() }
        return answer
    }

    private func closeIfUnwanted() async {
        // In one step: whoever comes after it does not wait for what is being closed.
        let isUnwanted = state.withLock { state in
            guard state.answer == nil, state.waiting.isEmpty else { return false }
            state.isClosing = true
            return true
        }
        if isUnwanted { await close() }
    }

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

    /// Closes it, and waits until it has. Whoever waits for it is told at once.
    func close() async {
        state.withLock { $0.isClosing = true }
        settle(.closed)
        state.withLock { $0.task }?.cancel()
        await untilGone()
    }

    /// Waits until it has ended, and nobody finds it any more.
    func untilGone() async { await state.withLock { $0.task }?.value }
}

extension BackgroundFailure {
    /// Whoever asked has gone.
    static let calledOff = BackgroundFailure(message: "it was called off", exit: ExitStatus.unavailable.rawValue)
}
