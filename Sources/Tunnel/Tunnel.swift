import Inventory
import NIOCore
import NIOPosix
import SSH

/// A listener, and behind it a way through to one database that is rebuilt whenever it is lost.
///
/// The actor lives on the event loop of the inner hop and of the clients, so that a client is spliced without a change of
/// thread.
public actor Tunnel {
    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }
    nonisolated let loop: any EventLoop
    let options: TunnelOptions
    let onEvent: @Sendable (TunnelEvent) -> Void

    enum Phase {
        case connecting
        case up(LinkUse)
        case closed(ClosingReason, TunnelFailure?)
    }

    let connector: Connector
    let book: RouteBook
    var phase = Phase.connecting
    let parking = ParkingLot()
    /// Clients that wait, be it for a way through or for the database to take their connection.
    var waiting = 0
    var uses: [ObjectIdentifier: LinkUse] = [:]
    var clients: [Int: NIOLoopBound<ClientHandler>] = [:]
    var nextClient = 0
    var memory = MemoryAfterCrowd()
    var lastClientClosed = ContinuousClock.now
    private var closingWaiters: [CheckedContinuation<Void, Never>] = []
    private var listener: Listener?

    init(
        _ options: TunnelOptions, outer: any EventLoop, inner: any EventLoop,
        onEvent: @escaping @Sendable (TunnelEvent) -> Void
    ) {
        self.options = options
        self.loop = inner
        self.onEvent = onEvent
        connector = Connector(options: options, outer: outer, inner: inner, onEvent: onEvent)
        book = RouteBook(
            bastions: options.vpc.bastions.count, hosts: options.environment.hosts.databaseReachable.count,
            memory: .nanoseconds(options.patience.memory.nanoseconds))
    }

    /// Where clients connect.
    public var endpoint: LocalEndpoint? { listener?.endpoint }

    // MARK: Opening and closing

    /// Listens, builds the first link and proves that the database answers; goes on trying for `patience.wait`.
    func open() async throws(TunnelFailure) {
        let begun = ContinuousClock.now
        try await listen()
        var backoff = Backoff(first: .milliseconds(250), ceiling: .seconds(2))
        _ = backoff.next(random: 0)
        while true {
            do throws(TunnelFailure) {
                adopt(try await admittedLink())
                if let endpoint { onEvent(.ready(endpoint, took: .now - begun)) }
                // What starting up has needed is not needed again.
                Library.trimMemory()
                return
            } catch {
                let pause = backoff.next(random: .random(in: 0...1))
                guard error.isWorthAnotherTry, ContinuousClock.now - begun + pause < options.patience.wait,
                    // The pause is the backoff itself: what is down does not say when it is up.
                    (try? await Task.sleep(for: pause)) != nil
                else {
                    await close(.failed, nil)
                    throw error
                }
                onEvent(.reconnecting(attempt: backoff.attempt, after: pause))
            }
        }
    }

    private func listen() async throws(TunnelFailure) {
        let listener = try await Listener.open(
            options.local, on: loop, owners: KernelSocketOwner(),
            accepted: { [weak self] client in
                guard let self else { return client.close(promise: nil) }
                try self.assumeIsolated { try $0.accept(client) }
            },
            refused: { [onEvent] in onEvent(.clientRefused(reason: $0)) })
        self.listener = listener
        onEvent(.listening(listener.endpoint))
    }

    /// Closes everything, now.
    public func close() async { await close(.finished, nil) }

    func close(_ reason: ClosingReason, _ failure: TunnelFailure?) async {
        if case .closed = phase { return }
        phase = .closed(reason, failure)
        onEvent(.closing(reason))
        await listener?.close()
        parking.emptyOut()
        for client in clients.values { client.value.turnAway(because: "the tunnel was closed") }
        for use in uses.values {
            use.lanes.close()
            use.link.close()
        }
        uses = [:]
        for waiter in closingWaiters { waiter.resume() }
        closingWaiters = []
    }

    /// Waits until the tunnel has closed of itself: its lease or its idle time is over, or it can never be had again.
    public func untilClosed() async throws(TunnelFailure) -> ClosingReason {
        if case .closed = phase {} else { await withCheckedContinuation { closingWaiters.append($0) } }
        guard case .closed(let reason, let failure) = phase else { return .finished }
        if let failure { throw failure }
        return reason
    }

    // MARK: Idleness

    /// How long nothing has been under way; nil while something is. A question without an answer yet is under way,
    /// however long it takes.
    func idleTime() -> Duration? {
        var last = lastClientClosed
        for client in clients.values {
            let traffic = client.value.traffic
            if traffic.awaitsAnswer { return nil }
            last = max(last, traffic.lastActivity)
        }
        return .now - last
    }
}
