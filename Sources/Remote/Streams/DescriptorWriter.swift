import Files
public import NIOCore
public import NIOPosix
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Writes to a descriptor, which may block: a terminal that is slow, a pipe whose reader is, a file.
///
/// On a thread of its own and with write(2). To wait for a descriptor on an event loop, it would have to be made
/// non-blocking, and that flag belongs to whoever shares it: the shell that we were started from, for one. A file cannot
/// be waited for at all.
public final class DescriptorWriter: ByteSink {
    private let descriptor: Int32
    private let thread: NIOThreadPool
    private let failed: @Sendable (Int32) -> Void
    private let isBroken = Mutex(false)

    /// - Parameters:
    ///   - thread: with one thread, or lines would overtake each other; it may serve several writers.
    ///   - failed: told once, of the `errno` with which the descriptor took no more.
    public init(
        _ descriptor: Int32, on thread: NIOThreadPool, failed: @escaping @Sendable (Int32) -> Void = { _ in }
    ) {
        self.descriptor = descriptor
        self.thread = thread
        self.failed = failed
    }

    /// One thread, started.
    public static func thread() -> NIOThreadPool {
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        return pool
    }

    public func take(_ bytes: ByteBuffer, done: @escaping @Sendable (Bool) -> Void) {
        thread.submit { [self] _ in
            guard !isBroken.withLock({ $0 }) else { return done(false) }
            guard bytes.withUnsafeReadableBytes({ Descriptor.writeAll(descriptor, $0) }) else {
                let error = errno
                isBroken.withLock { $0 = true }
                failed(error)
                return done(false)
            }
            done(true)
        }
    }

    public func finish(done: @escaping @Sendable () -> Void) {
        thread.submit { _ in done() }
    }
}
