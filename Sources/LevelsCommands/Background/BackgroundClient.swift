import Files
import Inventory
import Tunnel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One question to a background process, and its answers; with blocking calls, since a command has nothing else to do
/// meanwhile.
struct BackgroundClient: ~Copyable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// Nil where nobody listens: there is no socket, or the process behind it has died.
    ///
    /// - Parameter patience: how long an answer may take; nil for as long as it takes.
    /// - Throws: where the folder of the socket is not ours alone: somebody else's process may be behind it.
    static func to(_ place: BackgroundPlace, patience: Duration? = nil) throws(CommandFailure) -> BackgroundClient? {
        guard access(place.socket, F_OK) == 0 else { return nil }
        do throws(TunnelFailure) { try SocketFolder.check(holding: place.socket) } catch { throw .tunnel(error) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array(place.socket.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard path.count < room else {
            throw .configuration(
                "the path of a socket would be too long: \(Escaped.text(place.socket))",
                hint: "set XDG_RUNTIME_DIR to a shorter path")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        #if canImport(Darwin)
            let kind = SOCK_STREAM
        #else
            let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        #endif
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { return nil }
        let client = BackgroundClient(descriptor: descriptor)
        let connected = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else { return nil }
        if let patience {
            var limit = timeval(tv_sec: Int(patience.components.seconds), tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        signal(SIGPIPE, SIG_IGN)
        return client
    }

    deinit { close(descriptor) }

    /// The last answer; nil where the other side has gone without one.
    ///
    /// - Parameter said: told of what is on the way.
    consuming func ask(_ request: BackgroundRequest, said: (String) -> Void = { _ in }) -> BackgroundReply? {
        let line = BackgroundLine.bytes(BackgroundCall(version: OwnProgram.version, request: request))
        guard line.withUnsafeBytes({ Descriptor.writeAll(descriptor, $0) }) else { return nil }
        var pending: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while pending.count <= BackgroundLine.longest {
            while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                guard let reply = BackgroundLine.value(BackgroundReply.self, pending[..<end]) else { return nil }
                pending.removeFirst(end + 1)
                guard case .said(let text) = reply else { return reply }
                said(text)
            }
            let count = chunk.withUnsafeMutableBytes { Descriptor.readSome(descriptor, $0) }
            guard count > 0 else { return nil }
            pending += chunk.prefix(count)
        }
        return nil
    }
}
