import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Takes the signals that end a command, as values, on the main thread.
///
/// They are blocked before any other thread exists and fetched with sigwaitinfo(2), so nothing ever runs in a signal
/// handler. Dispatch's signal sources were rejected: they do not tell whether a signal came from the terminal. An
/// `async` main was, too: on Linux its main thread ends in a sigsuspend(2) that lets every signal through.
final class SignalWatch: Sendable {
    typealias Handler = @Sendable (ReceivedSignal) -> Void

    private struct Hearing {
        /// The innermost handler is last, and it alone is told.
        var handlers: [Handler] = []
        /// What came before there was one, for the first.
        var unheard: [ReceivedSignal] = []
    }

    private let hearing = Mutex(Hearing())
    /// The signals that were blocked when the process started: what a client is started with.
    let inheritedMask: SignalSet
    private let watched: SignalSet

    private let notices = Mutex<(@Sendable (Int32) -> Void)?>(nil)

    private init(noticing noticed: [Int32]) {
        // Where a signal is ignored unless somebody asks for it, it may not be kept for one who waits.
        for number in noticed { signal(number) { _ in } }
        // A signal that we were started to ignore (nohup, a background job of a script) stays ignored: a blocked signal
        // would be fetched all the same.
        let numbers = [SIGINT, SIGQUIT, SIGTERM, SIGHUP].filter { !SignalSet.isIgnored($0) }
        watched = SignalSet(numbers + noticed)
        inheritedMask = watched.block()
    }

    /// Runs `body` with the signals watched, and exits with what it returns. To be called on the main thread, before
    /// anything has started a thread.
    ///
    /// - Parameter numbers: signals besides, that end nothing, and that ``noticing(_:_:)`` tells of.
    static func run(noticing numbers: [Int32] = [], _ body: @escaping @Sendable (SignalWatch) async -> Int32) -> Never {
        let watch = SignalWatch(noticing: numbers)
        // Writing to a reader that has gone is an error where it happens, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        // Not exit(3): OpenSSL's handler would take away what the event loops may still be using. Nothing of ours waits
        // in a buffer.
        Task { _exit(LostOutput.exit(await body(watch))) }
        while true {
            guard let received = watch.watched.next() else { continue }
            if numbers.contains(received.number) {
                watch.notices.withLock { $0 }?(received.number)
                continue
            }
            watch.hear(received)
        }
    }

    private func hear(_ received: ReceivedSignal) {
        let handler = hearing.withLock { hearing in
            if hearing.handlers.isEmpty { hearing.unheard.append(received) }
            return hearing.handlers.last
        }
        handler?(received)
    }

    /// Calls `body`, telling `handler` of what it was run to notice besides.
    func noticing<Value>(
        _ handler: @escaping @Sendable (Int32) -> Void, _ body: () async throws -> Value
    ) async rethrows -> Value {
        notices.withLock { $0 = handler }
        defer { notices.withLock { $0 = nil } }
        return try await body()
    }

    /// Calls `body`, telling `handler` of every signal meanwhile.
    func handling<Value>(_ handler: @escaping Handler, _ body: () async throws -> Value) async rethrows -> Value {
        let unheard = hearing.withLock { hearing in
            defer { hearing.unheard = [] }
            hearing.handlers.append(handler)
            return hearing.unheard
        }
        defer { hearing.withLock { _ = $0.handlers.popLast() } }
        for received in unheard { handler(received) }
        return try await body()
    }

    /// Calls `body`, cancels it at the first signal and throws ``CommandFailure/signalled(_:)`` once it has cleaned up.
    /// A second signal is somebody who does not want to wait for that.
    func interruptible<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let first = Mutex<Int32?>(nil)
        let running = Mutex<Task<Value, any Error>?>(nil)
        let result = await handling { received in
            let again = first.withLock { first in
                defer { first = first ?? received.number }
                return first != nil
            }
            if again { _exit(128 + received.number) }
            running.withLock { $0?.cancel() }
        } _: {
            // Not before it is heard: whoever waits for a word of ours may answer it with a signal at once.
            let task = Task { try await body() }
            running.withLock { $0 = task }
            if first.withLock({ $0 }) != nil { task.cancel() }
            return await task.result
        }
        if let number = first.withLock({ $0 }) { throw CommandFailure.signalled(number) }
        return try result.get()
    }
}
