/// What a database client does, timed. Every call waits on its own thread.
struct BenchClient: Sendable {
    let address: String
    let port: Int
    let namespace: String?

    init(_ address: String = "127.0.0.1", port: Int, namespace: String?) {
        self.address = address
        self.port = port
        self.namespace = namespace
    }

    /// Size of a read or a write.
    static let block = 256 << 10

    /// From the beginning of a new connection to the first byte that the far server says unasked.
    func firstByte() throws(LabFailure) -> Duration {
        let begun = ContinuousClock.now
        let socket = try BenchSocket(address, port: port, in: namespace)
        _ = try socket.receive(exactly: 1)
        return .now - begun
    }

    /// A connection whose server has greeted.
    func connect() throws(LabFailure) -> BenchSocket {
        let socket = try BenchSocket(address, port: port, in: namespace)
        let greeting = try socket.receive(exactly: BenchServer.greeting.count)
        guard greeting == BenchServer.greeting else {
            throw .notPossible("another server answers through the tunnel", hint: "run it again")
        }
        return socket
    }

    /// From the request to the end, which must come after `bytes` bytes and not one more.
    func download(_ bytes: Int) throws(LabFailure) -> Duration {
        let socket = try connect()
        let begun = ContinuousClock.now
        try socket.send(BenchRequest.download.bytes(UInt64(bytes)))
        let received = try drain(socket) { _ in true }
        guard received == bytes else { throw BenchSocket.short(received, of: bytes) }
        return .now - begun
    }

    /// From the first byte until the far server has said that it has them all.
    func upload(_ bytes: Int) throws(LabFailure) -> Duration {
        let socket = try connect()
        let block = [UInt8](repeating: 0xa5, count: Self.block)
        let begun = ContinuousClock.now
        try socket.send(BenchRequest.upload.bytes(UInt64(bytes)))
        var left = bytes
        while left > 0 {
            let size = min(left, block.count)
            let result = block.withUnsafeBytes { whole in
                Result { () throws(LabFailure) in try socket.send(.init(rebasing: whole[..<size])) }
            }
            try result.get()
            left -= size
        }
        let counted = try socket.receive(exactly: 8).reduce(0) { $0 << 8 | UInt64($1) }
        guard counted == UInt64(bytes) else {
            throw .notPossible("the far server counted \(counted) of \(bytes) bytes", hint: "run it again")
        }
        return .now - begun
    }

    /// Reads until the end, or until `goOn`, which is told how much there was, says no.
    @discardableResult
    func drain(_ socket: borrowing BenchSocket, _ goOn: (Int) -> Bool) throws(LabFailure) -> Int {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.block, alignment: 16)
        defer { buffer.deallocate() }
        var received = 0
        while true {
            let count = try socket.receive(into: buffer)
            if count == 0 { return received }
            received += count
            if !goOn(received) { return received }
        }
    }
}
