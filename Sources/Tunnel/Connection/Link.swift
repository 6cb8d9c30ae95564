import NIOCore
import SSH

/// Both hops of a route, up.
final class Link: Sendable {
    let route: RouteBook.Route
    /// Nil where that is somebody else's.
    let bastion: Session?
    let host: any Connection
    private let release: @Sendable () -> Void
    /// For messages: who the two are.
    let bastionHop: Hop
    let hostHop: Hop

    init(route: RouteBook.Route, bastion: SessionLease, host: SessionLease, bastionHop: Hop, hostHop: Hop) {
        self.route = route
        self.bastion = bastion.session
        self.host = host.session
        release = {
            host.release()
            bastion.release()
        }
        self.bastionHop = bastionHop
        self.hostHop = hostHop
    }

    /// Over a session that is lent.
    init(route: RouteBook.Route, host: any Connection, bastionHop: Hop, hostHop: Hop) {
        self.route = route
        bastion = nil
        self.host = host
        release = { host.close() }
        self.bastionHop = bastionHop
        self.hostHop = hostHop
    }

    func close() { release() }

    /// Waits for the end of either session, and says at which hop it came. The host's session ends with the bastion's, and
    /// may be heard of first; a bastion that is silent takes the host's voice with it.
    func ended() async -> (Hop, SSHError) {
        let (stream, continuation) = AsyncStream<(Hop, SSHError)>.makeStream(bufferingPolicy: .bufferingOldest(2))
        bastion?.onEnd { [bastionHop] error in
            continuation.yield((bastionHop, error))
            continuation.finish()
        }
        host.onEnd { [hostHop] error in
            continuation.yield((hostHop, error))
            continuation.finish()
        }
        for await (hop, error) in stream {
            if let cause = await bastion?.failure { return (bastionHop, cause) }
            if case .peerDead = error, await bastion?.isSilent == true { return (bastionHop, error) }
            return (hop, error)
        }
        return (.local, .closed(.established))
    }
}
