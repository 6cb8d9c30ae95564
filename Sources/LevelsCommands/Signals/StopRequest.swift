import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Whether somebody has asked to stop, and by which signal.
final class StopRequest: Sendable {
    private let first = Mutex<Int32?>(nil)

    var number: Int32? { first.withLock { $0 } }

    /// Calls `body`, which looks here for whether it should come to its end. A second signal is somebody who does not want
    /// to wait; the machines help themselves.
    func heeding<Value>(_ signals: SignalWatch, _ reporter: Reporter, _ body: () async throws -> Value) async rethrows
        -> Value
    {
        try await signals.handling { [self] received in
            if ask(received.number) { _exit(128 + received.number) }
            reporter.talk.say("stopping: what is under way is confirmed or taken back first")
        } _: {
            try await body()
        }
    }

    /// - Returns: whether it was asked for before.
    func ask(_ number: Int32) -> Bool {
        first.withLock { first in
            defer { first = first ?? number }
            return first != nil
        }
    }
}
