#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A client's connection in a benchmark, on a thread that may wait: the cheapest way to move bytes, so that what is
/// measured is the tunnel.
struct BenchSocket: ~Copyable {
    let descriptor: Int32

    /// Nothing that is measured is silent for this long.
    static let patience = Duration.seconds(120)

    /// Connects to a port of 127.0.0.1.
    /// - Parameter namespace: the network namespace to connect in.
    init(_ address: String = "127.0.0.1", port: Int, in namespace: String?) throws(LabFailure) {
        descriptor = try NetworkNamespace.run(in: namespace) { () throws(LabFailure) in
            let socket = try Socket()
            let code = try socket.connect(to: address, port: port, within: Self.patience)
            guard code == 0 else { throw LabFailure.system("connecting to \(address) port \(port)", errno: code) }
            return socket.release()
        }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        #if canImport(Darwin)
            setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    deinit { close(descriptor) }

    /// Reads what is there, at least one byte; 0 is the end.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(LabFailure) -> Int {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count >= 0 { return count }
            guard errno == EAGAIN || errno == EINTR else { throw SystemError.last("reading through the tunnel") }
            try wait(for: POLLIN)
        }
    }

    /// Reads exactly that many bytes.
    func receive(exactly count: Int) throws(LabFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let result = bytes.withUnsafeMutableBytes { buffer in
                Result { () throws(LabFailure) in try receive(into: .init(rebasing: buffer[filled...])) }
            }
            let received = try result.get()
            guard received > 0 else { throw Self.short(filled, of: count) }
            filled += received
        }
        return bytes
    }

    /// Sends all of it.
    func send(_ bytes: UnsafeRawBufferPointer) throws(LabFailure) {
        var left = bytes[...]
        while !left.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: left)
            #if canImport(Darwin)
                let count = Darwin.send(descriptor, piece.baseAddress, piece.count, 0)
            #else
                let count = Glibc.send(descriptor, piece.baseAddress, piece.count, Int32(MSG_NOSIGNAL))
            #endif
            if count >= 0 {
                left = left.dropFirst(count)
                continue
            }
            guard errno == EAGAIN || errno == EINTR else { throw SystemError.last("writing through the tunnel") }
            try wait(for: POLLOUT)
        }
    }

    func send(_ bytes: [UInt8]) throws(LabFailure) {
        let result = bytes.withUnsafeBytes { bytes in Result { () throws(LabFailure) in try send(bytes) } }
        try result.get()
    }

    static func short(_ received: Int, of wanted: Int) -> LabFailure {
        .notPossible(
            "the tunnel ended after \(received) of \(wanted) bytes", hint: "run it again; see the server's log")
    }

    private func wait(for event: Int32) throws(LabFailure) {
        var item = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        guard poll(&item, 1, Int32(Self.patience / .milliseconds(1))) != 0 else {
            throw .notPossible("nothing moved through the tunnel for \(Self.patience)", hint: "run it again")
        }
    }
}
