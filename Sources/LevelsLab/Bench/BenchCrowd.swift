#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Many connections opened at once, on one thread with poll(2).
struct BenchCrowd: ~Copyable {
    private enum Step { case connecting, greeted(Int), echoed(Int), done }

    private static let word = Array("select 1 -- echo".utf8)
    private var sockets: [Int32] = []
    /// From the first connect until the last one has its echo.
    private(set) var took = Duration.zero

    init(_ count: Int, to client: BenchClient) throws(LabFailure) {
        let begun = ContinuousClock.now
        sockets = try NetworkNamespace.run(in: client.namespace) { () throws(LabFailure) in
            var opened: [Int32] = []
            do throws(LabFailure) {
                for _ in 0..<count { opened.append(try Self.begin(client)) }
            } catch {
                for descriptor in opened { close(descriptor) }
                throw error
            }
            return opened
        }
        try run()
        took = .now - begun
    }

    deinit { for descriptor in sockets { close(descriptor) } }

    private static func begin(_ client: BenchClient) throws(LabFailure) -> Int32 {
        let socket = try Socket()
        let code = try socket.connect(to: client.address, port: client.port, within: .zero)
        guard code == 0 || code == ETIMEDOUT else { throw .system("connecting to port \(client.port)", errno: code) }
        return socket.release()
    }

    private func run() throws(LabFailure) {
        var steps = [Step](repeating: .connecting, count: sockets.count)
        var items = sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var left = sockets.count
        while left > 0 {
            guard poll(&items, nfds_t(items.count), Int32(BenchSocket.patience / .milliseconds(1))) > 0 else {
                throw .notPossible("\(left) of \(sockets.count) connections have no echo", hint: "run it again")
            }
            for index in items.indices where items[index].revents != 0 {
                steps[index] = try Self.advance(items[index].fd, steps[index])
                guard case .done = steps[index] else { continue }
                // poll(2) passes over a negative descriptor.
                items[index].fd = -1
                items[index].revents = 0
                left -= 1
            }
        }
    }

    /// Takes what has come on one connection.
    private static func advance(_ descriptor: Int32, _ step: Step) throws(LabFailure) -> Step {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        if count < 0, errno == EAGAIN || errno == EINTR { return step }
        guard count > 0 else { throw SystemError.last("one of many connections ended") }
        switch step {
        case .connecting: return try greet(descriptor, count)
        case .greeted(let heard): return try greet(descriptor, heard + count)
        case .echoed(let heard): return heard + count >= word.count ? .done : .echoed(heard + count)
        case .done: return .done
        }
    }

    private static func greet(_ descriptor: Int32, _ heard: Int) throws(LabFailure) -> Step {
        guard heard >= BenchServer.greeting.count else { return .greeted(heard) }
        let request = BenchRequest.echo.bytes(0) + word
        // A few bytes on a connection that has sent nothing yet: they fit.
        guard send(descriptor, request, request.count, noSignal) == request.count else {
            throw SystemError.last("writing on one of many connections")
        }
        return .echoed(0)
    }

    #if canImport(Darwin)
        private static let noSignal: Int32 = 0
    #else
        private static let noSignal = Int32(MSG_NOSIGNAL)
    #endif
}
