public import NIOCore

/// Where a program's output goes. What was taken is only let come again when it has been passed on.
public protocol ByteSink: Sendable {
    /// - Parameter done: called once, with whether the bytes went where they belong.
    func take(_ bytes: ByteBuffer, done: @escaping @Sendable (Bool) -> Void)
    /// No more comes.
    /// - Parameter done: called once all that was taken has been passed on.
    func finish(done: @escaping @Sendable () -> Void)
}

/// For output that is nobody's.
public struct NullSink: ByteSink {
    public init() {}
    public func take(_ bytes: ByteBuffer, done: @escaping @Sendable (Bool) -> Void) { done(true) }
    public func finish(done: @escaping @Sendable () -> Void) { done() }
}
