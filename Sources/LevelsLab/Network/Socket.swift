#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A TCP socket that is closed when it goes out of scope, unless it is handed over.
struct Socket: ~Copyable {
    private var descriptor: Int32

    /// In the network namespace of the calling thread.
    init() throws(LabFailure) {
        #if canImport(Darwin)
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #endif
        guard descriptor >= 0 else { throw SystemError.last("making a socket") }
        #if canImport(Darwin)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        #endif
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Gives the descriptor away, to be closed by whoever takes it.
    consuming func release() -> Int32 {
        let result = descriptor
        descriptor = -1
        return result
    }

    func bind(to address: String, port: Int) throws(LabFailure) {
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        let code = try Self.withAddress(address, port) { address, size in
            #if canImport(Darwin)
                Darwin.bind(descriptor, address, size)
            #else
                Glibc.bind(descriptor, address, size)
            #endif
        }
        guard code == 0 else { throw SystemError.last("binding \(address) port \(port)") }
    }

    func listen() throws(LabFailure) {
        #if canImport(Darwin)
            let code = Darwin.listen(descriptor, 512)
        #else
            let code = Glibc.listen(descriptor, 512)
        #endif
        guard code == 0 else { throw SystemError.last("listening") }
    }

    /// Connects, and waits for it no longer than `limit`.
    /// - Returns: 0, or the reason as an `errno`.
    func connect(to address: String, port: Int, within limit: Duration) throws(LabFailure) -> Int32 {
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
        let code = try Self.withAddress(address, port) { address, size in
            #if canImport(Darwin)
                Darwin.connect(descriptor, address, size)
            #else
                Glibc.connect(descriptor, address, size)
            #endif
        }
        if code == 0 { return 0 }
        guard errno == EINPROGRESS else { return errno }
        guard wait(for: Int16(POLLOUT), within: limit) else { return ETIMEDOUT }
        var reason: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &reason, &size) == 0 else { return errno }
        return reason
    }

    func send(_ bytes: [UInt8]) {
        #if canImport(Darwin)
            _ = bytes.withUnsafeBytes { Darwin.send(descriptor, $0.baseAddress, $0.count, 0) }
        #else
            _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        #endif
    }

    /// The next bytes to come, at most `count`; none if the other side has closed or the time is over.
    func receive(_ count: Int, within limit: Duration) -> [UInt8] {
        guard wait(for: Int16(POLLIN), within: limit) else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        let received = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        return Array(bytes.prefix(max(0, received)))
    }

    /// Sends all of it, however long the other side takes to read.
    func sendAll(_ bytes: [UInt8]) throws(LabFailure) {
        var left = bytes[...]
        while !left.isEmpty {
            guard wait(for: Int16(POLLOUT), within: .seconds(60)) else { throw .system("sending", errno: ETIMEDOUT) }
            #if canImport(Darwin)
                let count = left.withUnsafeBytes { Darwin.send(descriptor, $0.baseAddress, $0.count, 0) }
            #else
                let count = left.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
            #endif
            if count > 0 { left = left.dropFirst(count) } else if errno != EAGAIN { throw SystemError.last("sending") }
        }
    }

    /// Says that no more will be sent; what the other side has to say still comes.
    func endSending() {
        _ = shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Everything until the other side has ended, or says nothing for `limit`.
    func receiveAll(within limit: Duration) -> [UInt8] {
        var result: [UInt8] = []
        while true {
            let more = receive(64 << 10, within: limit)
            if more.isEmpty { return result }
            result += more
        }
    }

    /// Whether the other side has ended or reset the connection, and everything before that was received.
    var hasEnded: Bool {
        guard wait(for: Int16(POLLIN), within: .zero) else { return false }
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_PEEK)) <= 0
    }

    private func wait(for events: Int16, within limit: Duration) -> Bool {
        var item = pollfd(fd: descriptor, events: events, revents: 0)
        return poll(&item, 1, Int32(limit / .milliseconds(1))) > 0
    }

    private static func withAddress(
        _ text: String, _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(LabFailure) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        guard let port = UInt16(exactly: port), inet_pton(AF_INET, text, &address.sin_addr) == 1 else {
            throw .notPossible("\(Escaped.line(text)) port \(port) is no address", hint: "name an IPv4 address")
        }
        address.sin_port = port.bigEndian
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
