import Files
import NIOPosix
import Remote
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Passes on what comes from a descriptor, and shows it to somebody first; on a thread of its own, with a chunk in hand and
/// no more, so that whoever reads slowly slows down whoever writes.
final class OutputTap: Sendable {
    private let source: Int32
    private let target: Int32
    private let closesSource: Bool
    private let show: @Sendable (ArraySlice<UInt8>) -> Void
    private let wakeEnd: Int32
    private let sleepEnd: Int32
    private let isLast = Mutex(false)
    private let (ended, end) = AsyncStream<Never>.makeStream()

    private static let chunk = 64 << 10
    /// What is still passed on of somebody who goes on writing after the end.
    private static let mostAfterwards = 16 << 20

    /// Nil where there are no descriptors left.
    ///
    /// - Parameter closesSource: whether the source is a pipe's end that nobody else uses.
    init?(
        from source: Int32, closesSource: Bool, to target: Int32,
        _ show: @escaping @Sendable (ArraySlice<UInt8>) -> Void
    ) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (sleepEnd, wakeEnd) = (ends[0], ends[1])
        self.source = source
        self.target = target
        self.closesSource = closesSource
        self.show = show
    }

    deinit {
        close(sleepEnd)
        close(wakeEnd)
    }

    func start() {
        let thread = DescriptorWriter.thread()
        thread.submit { [self] _ in
            copy()
            // Whoever still writes to a pipe hears that nobody reads any more.
            if closesSource { close(source) }
            end.finish()
            thread.shutdownGracefully { _ in }
        }
    }

    /// The script has ended: what it has written is passed on, and what somebody may write who has escaped is not waited for.
    func finish() async {
        isLast.withLock { $0 = true }
        var byte: UInt8 = 0
        _ = write(wakeEnd, &byte, 1)
        for await _ in ended {}
    }

    private func copy() {
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        var afterwards = 0
        while afterwards <= Self.mostAfterwards {
            let isLast = isLast.withLock { $0 }
            var waits = [
                pollfd(fd: source, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isLast ? -1 : sleepEnd, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&waits, nfds_t(waits.count), isLast ? 0 : -1)
            if ready < 0, errno == EINTR { continue }
            guard waits[0].revents != 0 else {
                if isLast { return }
                continue
            }
            let count = buffer.withUnsafeMutableBytes { Descriptor.readSome(source, $0) }
            // A terminal without anybody on it says so with an error (EIO).
            guard count > 0 else { return }
            if isLast { afterwards += count }
            show(buffer[..<count])
            let isHeard = buffer.withUnsafeBytes {
                Descriptor.writeAll(target, UnsafeRawBufferPointer(rebasing: $0[..<count]))
            }
            guard isHeard else { return }
        }
    }
}
