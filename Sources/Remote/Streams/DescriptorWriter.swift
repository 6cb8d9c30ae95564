import Files
public import NIOCore
public import NIOPosix
import Synchronization

/// Writes to a descriptor, which may block: a terminal that is slow, a pipe whose reader is, a file.
///
/// On a thread of its own and with write(2). To wait for a descriptor on an event loop, it would have to be made
/// non-blocking, and that flag belongs to whoever shares it: the shell that we were started from, for one. A file cannot
/// be waited for at all.
public final class DescriptorWriter: ByteSink {
    private let descriptor: Int32
    private let thread: NIOThreadPool
    private let isBroken = Mutex(false)

    /// - Parameter thread: with one thread, or lines would overtake each other; it may serve several writers.
    public init(_ descriptor: Int32, on thread: NIOThreadPool) {
        self.descriptor = descriptor
        self.thread = thread
    }

    /// One thread, started.
    public static func thread() -> NIOThreadPool {
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        return pool
    }

    public func take(_ bytes: ByteBuffer, done: @escaping @Sendable (Bool) -> Void) {
        thread.submit { [self] _ in
            let isWritten =
                !isBroken.withLock { $0 } && bytes.withUnsafeReadableBytes { Descriptor.writeAll(descriptor, $0) }
            if !isWritten { isBroken.withLock { $0 = true } }
            done(isWritten)
        }
    }

    public func finish(done: @escaping @Sendable () -> Void) {
        thread.submit { _ in done() }
    }
}
