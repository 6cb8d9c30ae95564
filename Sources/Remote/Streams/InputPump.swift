import Files
package import NIOCore
import NIOPosix
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Reads a descriptor and hands what comes to a program, no faster than that takes it.
///
/// On a thread of its own, for the reasons that ``DescriptorWriter`` has. It is woken through a pipe, so that nobody waits
/// for a key to be pressed after the program has ended.
package final class InputPump: Sendable {
    private struct State {
        /// Bytes that were handed over and are not known to have been taken in.
        var isWaiting = false
        var mayRead = true
        var isOver = false
    }

    private let descriptor: Int32
    private let wakeEnd: Int32
    private let sleepEnd: Int32
    private let state = Mutex(State())

    /// Nil where there are no descriptors left.
    package init?(_ descriptor: Int32) {
        self.descriptor = descriptor
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Who wakes must never wait; one byte is enough.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        (sleepEnd, wakeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(sleepEnd)
        close(wakeEnd)
    }

    private static let chunk = 64 << 10

    /// Reads until the end, or until ``stop()``.
    ///
    /// - Parameters:
    ///   - bytes: gets what was read; ``taken()`` is to be called when it was taken in. False ends it.
    ///   - end: called at the end of the input, and not after ``stop()``.
    package func start(bytes: @escaping @Sendable (ByteBuffer) -> Bool, end: @escaping @Sendable () -> Void) {
        let thread = DescriptorWriter.thread()
        thread.submit { [self] _ in
            if read(bytes) { end() }
            thread.shutdownGracefully { _ in }
        }
    }

    package func taken() { change { $0.isWaiting = false } }

    func allow(_ mayRead: Bool) { change { $0.mayRead = mayRead } }

    package func stop() { change { $0.isOver = true } }

    private func change(_ body: (inout State) -> Void) {
        state.withLock { body(&$0) }
        var byte: UInt8 = 0
        _ = write(wakeEnd, &byte, 1)
    }

    /// True at the end of the input.
    private func read(_ bytes: (ByteBuffer) -> Bool) -> Bool {
        while true {
            let (isOver, mayRead) = state.withLock { ($0.isOver, $0.mayRead && !$0.isWaiting) }
            if isOver { return false }
            var waits = [pollfd(fd: sleepEnd, events: Int16(POLLIN), revents: 0)]
            if mayRead { waits.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)) }
            guard poll(&waits, nfds_t(waits.count), -1) > 0 else { continue }
            if waits[0].revents != 0 {
                var drained = [UInt8](repeating: 0, count: 64)
                _ = drained.withUnsafeMutableBytes { Descriptor.readSome(sleepEnd, $0) }
                continue
            }
            guard mayRead, waits[1].revents != 0 else { continue }
            var buffer = ByteBuffer()
            var count = 0
            buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.chunk) { target in
                count = Descriptor.readSome(
                    descriptor, UnsafeMutableRawBufferPointer(rebasing: target.prefix(Self.chunk)))
                return max(0, count)
            }
            if count < 0, errno == EAGAIN { continue }
            guard count > 0 else { return true }
            state.withLock { $0.isWaiting = true }
            guard bytes(buffer) else { return false }
        }
    }
}
