public import NIOCore

/// What carries a session's bytes to its server. Whether that is a TCP connection or a channel of another session,
/// nothing in the session knows.
public struct Carrier: Sendable {
    let send: @Sendable (ByteBuffer) -> Void
    let close: @Sendable () -> Void

    /// - Parameters:
    ///   - send: takes bytes, all of them and at once. When it has too many it says so by ``Session/carrierIsWritable(_:)``.
    ///   - close: ends the connection; may be called more than once.
    public init(send: @escaping @Sendable (ByteBuffer) -> Void, close: @escaping @Sendable () -> Void) {
        self.send = send
        self.close = close
    }
}
