import NIOCore
import NIOPosix

/// Opens a tunnel, runs `body` while it is up, and takes everything down again, however `body` ends.
///
/// - Parameters:
///   - onEvent: called from the tunnel's event loops, in order for each of them; it must not block.
///   - body: begins when both hops and the database have answered.
/// - Throws: a ``TunnelFailure`` if the tunnel cannot be opened, or what `body` throws.
public func withTunnel<Result: Sendable>(
    _ options: TunnelOptions, onEvent: @escaping @Sendable (TunnelEvent) -> Void,
    body: @Sendable (Tunnel) async throws -> Result
) async throws -> Result {
    // The process's own loops, which nobody shuts down: what still echoes on one when a tunnel is gone does no harm.
    let group = MultiThreadedEventLoopGroup.singleton
    let inner = group.next()
    let outer = options.loops > 1 ? group.next() : inner
    let tunnel = Tunnel(options, outer: outer, inner: inner, onEvent: onEvent)
    do {
        try await tunnel.open()
        let lease = Lease(options)
        let watch = Task { await lease.watch(tunnel) }
        defer { watch.cancel() }
        let result = try await body(tunnel)
        await tunnel.close(.finished, nil)
        return result
    } catch {
        await tunnel.close(.failed, nil)
        throw error
    }
}
