public import Inventory
import NIOCore
import NIOPosix
public import SSH

/// Local ports that lead to targets as a host sees them. They stay while the way there is lost and made anew: clients that
/// come meanwhile wait, within a bound.
///
/// The actor lives on the event loop of its clients.
public actor Forwarder {
    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }
    nonisolated let loop: any EventLoop

    /// Says what may be forwarded to; throws what forbids it. Asked before anything is dialled.
    public typealias Check = @Sendable (HostPort) throws(IsolationRefusal) -> Void

    private let check: Check
    private let onEvent: @Sendable (ForwardEvent) -> Void
    private let parking = ParkingLot()
    private var session: (any Connection)?
    private var isClosed = false
    private var listeners: [Listener] = []
    private var clients: [Int: NIOLoopBound<ClientHandler>] = [:]
    private var nextClient = 0

    /// How long a client waits for a way there.
    private static let patience = Duration.seconds(20)
    private static let mostClients = 1024
    private static let credit = 256 << 10

    /// - Parameter onEvent: called on an event loop; it must not block.
    public init(check: @escaping Check, onEvent: @escaping @Sendable (ForwardEvent) -> Void) {
        loop = MultiThreadedEventLoopGroup.singleton.next()
        self.check = check
        self.onEvent = onEvent
    }

    // MARK: The local end

    /// Listens on a port of 127.0.0.1 for one target.
    /// - Returns: the port.
    public func listen(_ request: ForwardRequest) async throws -> Int {
        try check(request.target)
        return try await listen(on: request.local) { forwarder, client in
            try forwarder.take(client, to: request.target)
        }
    }

    /// Listens on a port of 127.0.0.1 for SOCKS.
    /// - Returns: the port.
    public func listenForSocks(on port: Int?) async throws -> Int {
        try await listen(on: port) { forwarder, client in try forwarder.askSocks(client) }
    }

    private func listen(
        on port: Int?, _ accepted: @escaping @Sendable (isolated Forwarder, any NIOCore.Channel) throws -> Void
    ) async throws -> Int {
        let listener = try await Listener.open(
            .loopback(port: port), on: loop, owners: KernelSocketOwner(),
            accepted: { [weak self] client in
                guard let self else { return client.close(promise: nil) }
                try self.assumeIsolated { try accepted($0, client) }
            },
            refused: { [onEvent] in onEvent(.refused(reason: $0)) })
        listeners.append(listener)
        guard case .loopback(let port) = listener.endpoint else { return 0 }
        return port
    }

    // MARK: The way there

    /// The session with the host, from now on.
    public func use(_ session: any Connection) {
        self.session = session
        parking.release()
    }

    /// It is gone; another will come.
    public func lost() { session = nil }

    public func close() async {
        isClosed = true
        for listener in listeners { await listener.close() }
        parking.emptyOut()
        for client in clients.values { client.value.turnAway(because: "the forwarding was closed") }
    }

    private func way() async -> (any Connection)? {
        let deadline = ContinuousClock.now + Self.patience
        while !isClosed {
            if let session, await session.failure == nil { return session }
            guard await parking.wait(until: deadline, on: loop) else { return nil }
        }
        return nil
    }

    // MARK: Clients

    private func take(_ client: any NIOCore.Channel, to target: HostPort) throws {
        let handler = try join(client, to: target)
        Task { await self.serve(handler, client, target, socks: false) }
    }

    private func join(_ client: any NIOCore.Channel, to target: HostPort) throws -> NIOLoopBound<ClientHandler> {
        guard clients.count < Self.mostClients else { throw ChannelError.operationUnsupported }
        let id = nextClient
        nextClient += 1
        let handler = ClientHandler { [weak self] traffic, reason in
            self?.assumeIsolated { $0.ended(id, target, traffic, reason) }
        }
        try client.pipeline.syncOperations.addHandler(handler)
        let bound = NIOLoopBound(handler, eventLoop: loop)
        clients[id] = bound
        onEvent(.opened(id: id, target: target))
        return bound
    }

    private func ended(_ id: Int, _ target: HostPort, _ traffic: ClientTraffic, _ reason: String) {
        clients[id] = nil
        onEvent(
            .closed(
                id: id, target: target, received: traffic.bytesReceived, sent: traffic.bytesSent,
                after: .now - traffic.opened, reason: reason))
    }

    private func serve(
        _ client: NIOLoopBound<ClientHandler>, _ socket: any NIOCore.Channel, _ target: HostPort, socks: Bool
    ) async {
        guard let session = await way() else {
            if socks { answer(.failed, socket) }
            return client.value.turnAway(because: "there is no way through")
        }
        do throws(SSHError) {
            let loop = loop
            // Nothing is let come before the client was answered.
            let channel = try await session.openTCP(
                to: target.host, port: target.port, credit: 0, within: .seconds(10)
            ) { event in
                if loop.inEventLoop { client.value.heard(event) } else { loop.execute { client.value.heard(event) } }
            }
            if socks { answer(.connected, socket) }
            client.value.splice(to: channel)
            channel.grant(Self.credit)
        } catch {
            let (reason, code) = Self.words(error)
            if socks { answer(code, socket) }
            client.value.turnAway(because: reason)
        }
    }

    private static func words(_ error: SSHError) -> (String, SocksConversation.Answer) {
        switch error {
        case .channelRefused(let refusal) where refusal.reason == .administrativelyProhibited:
            ("the host does not allow it", .forbidden)
        case .channelRefused(let refusal): ("the host cannot reach it: \(escaped(refusal.description))", .refused)
        case .timedOut: ("it does not answer", .unreachable)
        default: ("the way was lost", .failed)
        }
    }

    // MARK: SOCKS

    private func askSocks(_ client: any NIOCore.Channel) throws {
        let bound = NIOLoopBound(client, eventLoop: loop)
        let handler = SocksHandler(
            connect: { [weak self] host, port in
                self?.assumeIsolated { $0.connect(bound.value, host, port) }
            },
            refused: { [onEvent] in onEvent(.refused(reason: $0)) })
        try client.pipeline.syncOperations.addHandler(handler)
    }

    private func connect(_ client: any NIOCore.Channel, _ host: String, _ port: Int) {
        let target: HostPort
        do {
            target = try HostPort("\(host):\(port)")
            try check(target)
        } catch {
            answer(.forbidden, client)
            let message = (error as? IsolationRefusal)?.message ?? "\(escaped(host)) is no host"
            onEvent(.refused(reason: message))
            return client.close(promise: nil)
        }
        do {
            let handler = try join(client, to: target)
            Task { await self.serve(handler, client, target, socks: true) }
        } catch {
            client.close(promise: nil)
        }
    }

    private func answer(_ answer: SocksConversation.Answer, _ client: any NIOCore.Channel) {
        client.writeAndFlush(ByteBuffer(bytes: SocksConversation.answer(answer)), promise: nil)
    }
}

/// What a forwarder tells whoever watches it. Text is escaped.
public enum ForwardEvent: Sendable {
    case opened(id: Int, target: HostPort)
    case closed(id: Int, target: HostPort, received: UInt64, sent: UInt64, after: Duration, reason: String)
    /// Somebody else's process connected, or one asked for what may not be.
    case refused(reason: String)
}
