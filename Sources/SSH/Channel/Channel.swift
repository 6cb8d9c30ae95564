public import NIOCore

/// One open channel of a ``Connection`` (RFC 4254, section 5): a handle that any thread may hold.
///
/// What the server sends comes to the closure that the channel was opened with, on the connection's event loop, no more of
/// it than was granted. What is written is kept, without a bound of its own: a writer heeds ``ChannelEvent/writable(_:)``.
public struct Channel: Sendable {
    private let end: any ChannelHandle

    public init(_ end: any ChannelHandle) {
        self.end = end
    }

    /// Sends bytes to the other end.
    public func write(_ bytes: ByteBuffer) { end.write(bytes) }

    /// Nothing more will be written: EOF follows the last byte. The other direction stays open.
    public func finishWriting() { end.finishWriting() }

    /// Lets that many more bytes of the server's come in, standard and extended data counted alike.
    public func grant(_ count: Int) { end.grant(count) }

    /// The terminal of the program has another size.
    public func resize(to size: TerminalSize) { end.resize(to: size) }

    /// Asks the server to send the program a signal, by a name without SIG. A server need not do it, and does not say
    /// whether it has: OpenSSH does from 7.9 on, where no forced command runs.
    /// - Returns: whether it can be asked at all: libssh2 has no word for it before 1.11.
    @discardableResult
    public func signal(_ name: String) -> Bool { end.signal(name) }

    /// Closes both directions; what was not sent yet is dropped.
    public func close() { end.close() }
}

/// What a ``Channel`` does, whoever keeps it.
public protocol ChannelHandle: Sendable {
    func write(_ bytes: ByteBuffer)
    func finishWriting()
    func grant(_ count: Int)
    func resize(to size: TerminalSize)
    func signal(_ name: String) -> Bool
    func close()
}

public enum ChannelEvent: Sendable {
    case data(ByteBuffer)
    /// Standard error (RFC 4254, section 5.2).
    case standardError(ByteBuffer)
    /// The server will send no more; we still may.
    case endOfStream
    /// False when as much waits to be sent as a channel should hold.
    case writable(Bool)
    /// Over, in both directions. The last event.
    case closed(ChannelEnd)
}

/// How a channel ended.
public enum ChannelEnd: Sendable {
    /// By the server, with what its command left behind. Nil where none was run, and where one ended without a word: that
    /// is not success.
    case byServer(exit: ExitReport?)
    /// By ``Channel/close()``.
    case byUs
    case sessionEnded(SSHError)
}

/// What a remote command left behind (RFC 4254, section 6.10).
public enum ExitReport: Sendable, Hashable {
    case status(Int32)
    /// A signal's name without SIG, as the server sent it: escape it.
    case signal(String)
}
