import NIOCore
import NIOPosix

/// A client's connection, its twin to the target, and the two lines between them; all on the client's event loop.
struct RelayedConnection {
    let client: any Channel
    let target: SocketAddress
    let delay: TimeAmount

    /// To be called on the client's event loop.
    func begin() throws {
        let loop = client.eventLoop
        let up = DelayLine(loop: loop, delay: delay)
        let down = DelayLine(loop: loop, delay: delay)
        down.connect(to: client)
        let clientEnd = RelayEnd(outgoing: up, incoming: down, mayRead: false)
        try client.pipeline.syncOperations.addHandler(clientEnd)

        let isolated = loop.assumeIsolated()
        // One round trip: the client would learn only now that it is connected.
        isolated.scheduleTask(in: .nanoseconds(delay.nanoseconds * 2)) { clientEnd.allowReading() }
        isolated.scheduleTask(in: .nanoseconds(delay.nanoseconds * 3)) { [self] in dial(up, down) }
    }

    private func dial(_ up: DelayLine, _ down: DelayLine) {
        let lines = NIOLoopBound((up, down), eventLoop: client.eventLoop)
        let client = client
        ClientBootstrap(group: client.eventLoop)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { twin in
                twin.eventLoop.makeCompletedFuture {
                    let (up, down) = lines.value
                    let end = RelayEnd(outgoing: down, incoming: up, mayRead: true)
                    try twin.pipeline.syncOperations.addHandler(end)
                }
            }
            .connect(to: target)
            .assumeIsolated()
            .whenComplete { result in
                switch result {
                case .success(let twin): lines.value.0.connect(to: twin)
                case .failure: DelayLine.reset(client)
                }
            }
    }
}
