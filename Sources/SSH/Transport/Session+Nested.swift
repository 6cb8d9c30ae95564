public import NIOCore
import Synchronization

extension Session {
    /// A session with a server that this one's server reaches: the second hop.
    ///
    /// It lives on an event loop of its own, so that two hops can use two cores; whole buffers cross between them, and no
    /// more of them than the far side has room for.
    public func nested(
        to host: String, port: Int, on loop: any EventLoop, configuration: SessionConfiguration,
        within limit: Duration, late: LateOpening = .closed
    ) async throws(SSHError) -> Session {
        let slot = ChannelSlot()
        var configuration = configuration
        configuration.answersAtOnce = true
        let inner = try Session(
            on: loop,
            carrier: Carrier(send: { slot.channel?.write($0) }, close: { slot.channel?.close() }),
            configuration: configuration)
        let channel = try await openTCP(
            to: host, port: port, credit: Self.inFlight, window: Self.carrierWindow(roundTrip: roundTrip),
            within: limit, late: late
        ) { event in
            switch event {
            case .data(let bytes):
                loop.run {
                    inner.receive(bytes)
                    slot.channel?.grant(bytes.readableBytes)
                }
            case .writable(let writable): loop.run { inner.carrierIsWritable(writable) }
            case .endOfStream, .closed: loop.run { inner.carrierClosed() }
            case .standardError: break
            }
        }
        slot.channel = channel
        return inner
    }

    /// Bytes that may be on their way from one hop's event loop to the other's.
    private static let inFlight = 1 << 20

    /// Twice that of a channel inside at first, where that is wide: those are what holds a server back.
    private static func carrierWindow(roundTrip: TimeAmount) -> Int {
        let inside = ReceiveWindow.initial(roundTrip: roundTrip)
        return inside > ReceiveWindow.initial ? inside * 2 : inside
    }
}

extension EventLoop {
    /// At once on this loop, or else as soon as it comes to it; in order either way.
    fileprivate func run(_ body: @escaping @Sendable () -> Void) {
        if inEventLoop { body() } else { execute(body) }
    }
}

/// The channel that carries a session, which exists a moment later than the session does.
private final class ChannelSlot: Sendable {
    private let stored = Mutex<Channel?>(nil)

    var channel: Channel? {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}
