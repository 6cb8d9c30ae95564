import Dispatch

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Runs `body`, and cancels it on Ctrl-C, a request to end, or a terminal that goes away: what it cleans up, it can.
func interruptible<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let task = Task { try await body() }
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { task.cancel() }
        source.resume()
        return source
    }
    defer { for source in sources { source.cancel() } }
    return try await task.value
}
