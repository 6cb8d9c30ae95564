public import NIOCore

/// Over which programs are started at a server, and ports reached that it reaches: a ``Session`` of our own, or one that
/// another process keeps for us.
public protocol Connection: Actor {
    /// Where its channels are heard.
    nonisolated var eventLoop: any EventLoop { get }
    /// Why it is over, if it is.
    var failure: SSHError? { get }

    /// As ``Session/start(_:credit:within:onEvent:)``.
    func start(
        _ request: ProgramRequest, credit: Int, within limit: Duration,
        onEvent: @escaping @Sendable (ChannelEvent) -> Void
    ) async throws(SSHError) -> Channel

    /// As ``Session/openTCP(to:port:credit:within:late:onEvent:)``.
    func openTCP(
        to host: String, port: Int, credit: Int, within limit: Duration, late: LateOpening,
        onEvent: @escaping @Sendable (ChannelEvent) -> Void
    ) async throws(SSHError) -> Channel

    /// Calls `body` once, on the event loop, when it is over, whatever ended it.
    nonisolated func onEnd(_ body: @escaping @Sendable (SSHError) -> Void)

    /// Ends it for us, with everything of ours on it.
    nonisolated func close()
}

extension Connection {
    public func openTCP(
        to host: String, port: Int, credit: Int, within limit: Duration,
        onEvent: @escaping @Sendable (ChannelEvent) -> Void
    ) async throws(SSHError) -> Channel {
        try await openTCP(to: host, port: port, credit: credit, within: limit, late: .closed, onEvent: onEvent)
    }

    /// Waits until it is over, and says why; a caller who is cancelled ends it.
    public nonisolated func ended() async -> SSHError {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in onEnd { continuation.resume(returning: $0) } }
        } onCancel: {
            close()
        }
    }
}

extension Session: Connection {}
