import Dispatch

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Runs `body`, and cancels it on Ctrl-C, a request to end, or a terminal that goes away: what it cleans up, it can.
func interruptible<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let (signals, received) = AsyncStream<Void>.makeStream()
    let registered = DispatchGroup()
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        registered.enter()
        source.setRegistrationHandler { registered.leave() }
        source.setEventHandler { received.yield() }
        source.resume()
        return source
    }
    defer { for source in sources { source.cancel() } }
    // Nothing has begun until a signal would be heard: one that comes earlier is lost.
    await withCheckedContinuation { continuation in
        registered.notify(queue: .global()) { continuation.resume() }
    }
    let task = Task { try await body() }
    let watch = Task { for await _ in signals { task.cancel() } }
    defer { watch.cancel() }
    return try await task.value
}
