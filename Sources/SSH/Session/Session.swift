import CLibSSH2
public import NIOCore

/// One authenticated SSH connection, as a client (RFC 4253, 4252, 4254).
///
/// The actor's executor is its event loop: no two calls into one libssh2 session can overlap, and the compiler knows it.
/// Nothing here owns a socket. Bytes come in by ``receive(_:)`` and leave through the ``Carrier``; bytes that arrive are
/// what drives everything, so nothing is polled.
public actor Session {
    public nonisolated let eventLoop: any EventLoop
    public nonisolated var unownedExecutor: UnownedSerialExecutor { eventLoop.executor.asUnownedSerialExecutor() }

    let handle: SessionHandle
    let configuration: SessionConfiguration
    var gate = OperationGate()
    var channels: [SessionChannel.ID: ChannelState] = [:]
    /// The order in which channels are served; rotated, so that none is always last.
    var turn: [SessionChannel.ID] = []
    var nextChannel = 0
    /// The number that libssh2 gives the next channel that it begins to open.
    var nextNumber: UInt32 = 0
    var windows: WindowBudget
    var stage = SSHError.Stage.handshake
    /// Why the session is over, if it is.
    public internal(set) var failure: SSHError?
    /// The key that it was logged in with.
    public internal(set) var acceptedKey: PublicKeyBlob?
    /// Variables that the server would not take for a program.
    public internal(set) var refusedVariables: Set<String> = []
    /// Operations that nobody waits for any more, and that libssh2 cannot give up: while there is one, no channel can be
    /// opened here.
    var abandoned = 0
    public var isStuck: Bool { abandoned > 0 }
    /// Until the server's version line was seen to be one, libssh2 is not shown a byte.
    var greeting = GreetingGuard()
    var liveness = Liveness()
    var handshakeIsDone = false
    /// When bytes last came.
    var lastHeard = NIODeadline.now()
    /// Whether bytes have come since any were sent.
    private var owesAnswer = false
    /// The channel that the last of them were for.
    var lastServed: SessionChannel.ID?
    /// The signature that a login waits for.
    var signature: SignatureSlot?
    /// The shortest time that an answer has taken: what windows are measured by.
    public internal(set) var roundTrip = TimeAmount.seconds(1)

    private let carrier: Carrier
    private var carrierWritable = true
    private var onEnd: [@Sendable (SSHError) -> Void] = []
    private var events: [(ChannelState, ChannelEvent)] = []
    private var isPumping = false
    private var pumpAgain = false
    private var keepalive: RepeatedTask?

    /// Starts nothing: ``handshake(hostKeyTypes:verify:)`` does.
    public init(on eventLoop: any EventLoop, carrier: Carrier, configuration: SessionConfiguration) throws(SSHError) {
        self.eventLoop = eventLoop
        self.carrier = carrier
        self.configuration = configuration
        self.windows = WindowBudget(limit: configuration.windowBudget)
        self.handle = try SessionHandle(memoryBound: configuration.memoryBound)
    }

    // MARK: What the carrier says. On the event loop, always.

    /// Bytes from the server.
    public nonisolated func receive(_ bytes: ByteBuffer) {
        assumeIsolated { session in
            guard session.failure == nil else { return }
            session.liveness.heard()
            session.lastHeard = .now()
            session.owesAnswer = session.configuration.answersAtOnce
            do throws(SSHError) {
                for piece in try session.greeting.admit(bytes) { session.handle.wire.append(piece) }
                session.pump()
                guard session.handle.wire.inboundCount <= Session.unreadLimit else {
                    return session.fail(
                        .library(code: LIBSSH2_ERROR_OUT_OF_BOUNDARY, text: "it sends unasked and without end"))
                }
            } catch {
                session.fail(error)
            }
        }
    }

    /// What may lie unread, in bytes. libssh2 reads all that comes, except while a login waits for a signature, and before
    /// there is one: nothing is due from the server then.
    private static let unreadLimit = 4 << 20

    /// The server, or what lies between, has closed.
    public nonisolated func carrierClosed() {
        assumeIsolated { session in
            // What has arrived before the end is still to be read: the last words of a server stand in it.
            session.pump()
            session.fail(session.lastWords ?? session.greeting.farewell ?? .closed(session.stage))
        }
    }

    /// False when the carrier holds more than it likes; data then waits in the channels, control messages do not.
    public nonisolated func carrierIsWritable(_ writable: Bool) {
        assumeIsolated { session in
            session.carrierWritable = writable
            if writable { session.pump() }
        }
    }

    // MARK: Life

    /// Runs `body` on this session's event loop: at once if this is it.
    nonisolated func onLoop(_ body: @escaping @Sendable (isolated Session) -> Void) {
        if eventLoop.inEventLoop {
            assumeIsolated(body)
        } else {
            eventLoop.execute { self.assumeIsolated(body) }
        }
    }

    /// Calls `body` once, on the event loop, when the session is over, whatever ended it.
    public nonisolated func onEnd(_ body: @escaping @Sendable (SSHError) -> Void) {
        onLoop { session in
            if let failure = session.failure { body(failure) } else { session.onEnd.append(body) }
        }
    }

    /// Says goodbye, if that can be said, and ends the session with everything on it.
    public nonisolated func close() {
        onLoop { session in
            guard session.failure == nil else { return }
            libssh2_session_disconnect_ex(session.handle.pointer, SSH_DISCONNECT_BY_APPLICATION, "", "")
            session.flush()
            session.fail(.closed(session.stage))
        }
    }

    var lastWords: SSHError? { handle.wire.disconnect.map { .disconnected($0) } }

    /// The end of the session: everything that waits on it learns why, once.
    func fail(_ error: SSHError) {
        guard failure == nil else { return }
        failure = error
        keepalive?.cancel()
        keepalive = nil
        handle.wire.isClosed = true
        for fail in gate.failAll() { fail(error) }
        for state in channels.values {
            windows.giveBack(state.window.target)
            post(.closed(.sessionEnded(error)), to: state)
        }
        channels = [:]
        turn = []
        deliver()
        carrier.close()
        for body in onEnd { body(error) }
        onEnd = []
    }

    func startKeepalive() {
        let interval = TimeAmount(configuration.keepalive.interval)
        keepalive = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { [weak self] _ in
            self?.assumeIsolated { $0.keepaliveTick() }
        }
    }

    // MARK: The pump

    /// Lets libssh2 do all that can be done now: the operation at the gate, every channel in turn, each within a budget.
    func pump() {
        if isPumping {
            pumpAgain = true
            return
        }
        isPumping = true
        repeat {
            pumpAgain = false
            guard failure == nil else { break }
            while let step = gate.current, step() {
                gate.finishCurrent()
                guard failure == nil else { break }
            }
            // The next opening is not to wait until all channels are served, which takes a while where they are many.
            flush()
            serveChannels()
            if failure == nil, handle.wire.hasInbound {
                drain()
                // What was read may be the end of a channel whose reader has no credit left.
                if !handle.wire.hasInbound { pumpAgain = true }
            }
            deliver()
            if failure == nil, owesAnswer, !pumpAgain, !handle.wire.hasOutbound { answer() }
            flush()
        } while pumpAgain
        isPumping = false
    }

    private func serveChannels() {
        guard let first = turn.first else { return }
        turn.removeFirst()
        turn.append(first)
        var unfinished = false
        for id in turn {
            guard failure == nil, let state = channels[id] else { continue }
            if serve(state, writable: carrierWritable) == .more { unfinished = true }
        }
        // The rest of a busy channel waits its turn behind whatever else this loop has to do.
        if unfinished, failure == nil { eventLoop.execute { [weak self] in self?.assumeIsolated { $0.pump() } } }
    }

    /// Reads what lies in the wire although no channel wants data: window adjustments, ends, a rekey.
    private func drain() {
        if let state = turn.lazy.compactMap({ self.channels[$0] }).first(where: \.isOpen) {
            check(state.drain(), of: state)
        } else if gate.isIdle, stage == .established {
            probe()
        }
    }

    func flush() {
        guard let bytes = handle.wire.takeOutbound() else { return }
        owesAnswer = false
        carrier.send(bytes)
    }

    /// Notes an event for a channel's reader. It is delivered when libssh2 is not on the stack, because whoever hears it
    /// may call right back.
    func post(_ event: ChannelEvent, to state: ChannelState) {
        events.append((state, event))
    }

    private func deliver() {
        while !events.isEmpty {
            let batch = events
            events = []
            for (state, event) in batch { state.onEvent(event) }
        }
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .nanoseconds(
            seconds.multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ attoseconds / 1_000_000_000)
    }
}
