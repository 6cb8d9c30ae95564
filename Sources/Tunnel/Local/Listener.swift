import Inventory
import NIOCore
import NIOPosix

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The local end: accepts for as long as the tunnel lives, whatever becomes of the way through.
struct Listener: Sendable {
    let endpoint: LocalEndpoint
    private let channel: any NIOCore.Channel

    /// Binds and listens.
    ///
    /// - Parameters:
    ///   - owners: who may connect to a loopback port is decided by it.
    ///   - accepted: called on `eventLoop` for every client that is ours, before anything of it is read.
    ///   - refused: called for one that is not.
    static func open(
        _ choice: LocalChoice, on eventLoop: any EventLoop, owners: some SocketOwnerLookup,
        accepted: @escaping @Sendable (any NIOCore.Channel) throws -> Void,
        refused: @escaping @Sendable (String) -> Void
    ) async throws(TunnelFailure) -> Listener {
        let needsCheck = if case .loopback = choice { true } else { false }
        let bootstrap = ServerBootstrap(group: eventLoop)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 64 << 10))
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 64 << 10, high: 512 << 10))
            .childChannelInitializer { client in
                client.eventLoop.makeCompletedFuture {
                    if needsCheck {
                        try client.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
                        if let reason = Self.objection(to: client, owners) {
                            refused(reason)
                            client.close(promise: nil)
                            return
                        }
                    }
                    try accepted(client)
                }
            }
        do {
            switch choice {
            case .loopback(let port):
                let channel = try await bootstrap.bind(host: "127.0.0.1", port: port ?? 0).get()
                return Listener(endpoint: .loopback(port: channel.localAddress?.port ?? 0), channel: channel)
            case .unix(let path):
                try SocketFolder.check(holding: path)
                let channel = try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true)
                    .get()
                chmod(path, 0o600)
                return Listener(endpoint: .unix(path: path), channel: channel)
            }
        } catch let failure as TunnelFailure {
            throw failure
        } catch {
            throw Self.failure(choice, error)
        }
    }

    func close() async {
        try? await channel.close().get()
        if case .unix(let path) = endpoint { unlink(path) }
    }

    /// Why a client is not let in; nil if it is ours.
    private static func objection(to client: any NIOCore.Channel, _ owners: some SocketOwnerLookup) -> String? {
        guard let far = IPv4Endpoint(client.remoteAddress), let near = IPv4Endpoint(client.localAddress) else {
            return "its address is unknown"
        }
        do throws(SocketOwnerFailure) {
            switch try owners.owner(client: far, listener: near) {
            case .user(getuid()): return nil
            case .user(let other): return "it belongs to user \(other)"
            case .nobody: return "its owner is unknown"
            }
        } catch {
            return error.message
        }
    }

    private static func failure(_ choice: LocalChoice, _ error: any Error) -> TunnelFailure {
        let code = (error as? IOError)?.errnoCode ?? 0
        switch (choice, code) {
        case (.loopback(let port?), EADDRINUSE):
            return TunnelFailure(
                hop: .local, message: "port \(port) is taken by another program, or another tunnel",
                hint: "close that, or choose another with --port", exit: .unavailable)
        case (.loopback(let port?), EACCES):
            return TunnelFailure(
                hop: .local, message: "port \(port) may not be used by you", hint: "choose one above 1023 with --port",
                exit: .usage)
        case (.loopback, _):
            return TunnelFailure(
                hop: .local, message: "cannot listen on 127.0.0.1: \(reason(error))", hint: nil, exit: .unavailable)
        case (.unix(let path), _):
            return TunnelFailure(
                hop: .local, message: "cannot listen on \(path): \(reason(error))",
                hint: "choose another with --socket",
                exit: .unavailable)
        }
    }

    private static func reason(_ error: any Error) -> String {
        (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
    }
}
