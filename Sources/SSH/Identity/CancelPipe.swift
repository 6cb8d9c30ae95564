#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A pipe by which a thread that waits in poll(2) is told to stop: a task was cancelled, or a signal came.
final class CancelPipe: Sendable {
    let readEnd: Int32
    let writeEnd: Int32

    init?() {
        var ends: (Int32, Int32) = (-1, -1)
        let made = withUnsafeMutablePointer(to: &ends) { pointer in
            pointer.withMemoryRebound(to: Int32.self, capacity: 2) { pipe($0) }
        }
        guard made == 0 else { return nil }
        (readEnd, writeEnd) = ends
        for end in [readEnd, writeEnd] {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// The byte that stands for a cancelled task; others are numbers of signals.
    static let cancelled: UInt8 = 0

    func cancel() {
        var byte = Self.cancelled
        _ = write(writeEnd, &byte, 1)
    }

    /// What was written, nil where nothing was.
    func take() -> UInt8? {
        var byte: UInt8 = 0
        return read(readEnd, &byte, 1) == 1 ? byte : nil
    }

    /// Waits for a descriptor to be readable, or for the pipe. True where it is the descriptor alone.
    func wait(for descriptor: Int32) -> Bool {
        while true {
            var waited = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&waited, 2, -1)
            if count < 0 && errno == EINTR { continue }
            return count > 0 && waited[1].revents == 0
        }
    }
}
