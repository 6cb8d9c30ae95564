import CLibSSH2
import NIOCore

/// A channel as its session keeps it. Confined to the session.
final class ChannelState {
    enum Phase {
        case open
        /// Both sides' CLOSE are under way; what is to be told when they have crossed.
        case closing(ChannelEnd)
    }

    let id: SessionChannel.ID
    let pointer: OpaquePointer
    private(set) var onEvent: @Sendable (ChannelEvent) -> Void
    var phase = Phase.open
    /// Bytes that the server may still deliver to the reader.
    var credit: Int
    var window: ReceiveWindow
    /// Whether the window stays as it is, however much comes.
    var hasFixedWindow = false
    /// A window adjustment that libssh2 has begun and not sent: it must be asked again for the same number.
    var begunAdjustment = 0
    private(set) var pending = CircularBuffer<ByteBuffer>()
    /// Bytes that wait to be sent.
    private(set) var backlog = 0
    var wantsEnd = false
    var sentEnd = false
    var sawEnd = false
    var isExec = false
    /// libssh2's own number, of a channel with a command.
    var number: UInt32?
    /// Whether its command has yet to be started. libssh2 is in the middle of something with such a channel: it is left
    /// alone, and above all not freed, whatever the server does with it.
    var isStarting = false
    var saidWritable = true
    /// What the program is still to be told.
    var notices = CircularBuffer<ProgramNotice>()

    init(
        id: SessionChannel.ID, pointer: OpaquePointer, credit: Int, window: ReceiveWindow,
        onEvent: @escaping @Sendable (ChannelEvent) -> Void
    ) {
        self.id = id
        self.pointer = pointer
        self.credit = credit
        self.window = window
        self.onEvent = onEvent
    }

    var isOpen: Bool { if case .open = phase { true } else { false } }

    /// Closes a channel that came too late. Whoever asked for it was told so, and may have another by now: it hears nothing
    /// of this one.
    func abandon() {
        onEvent = { _ in }
        phase = .closing(.byUs)
    }

    func append(_ bytes: ByteBuffer) {
        pending.append(bytes)
        backlog += bytes.readableBytes
    }

    /// Takes the first bytes of the backlog off: they were sent.
    func sent(_ count: Int) {
        guard let first = pending.first else { return }
        backlog -= count
        if count >= first.readableBytes {
            pending.removeFirst()
        } else {
            pending[pending.startIndex].moveReaderIndex(forwardBy: count)
        }
    }

    func dropPending() {
        pending.removeAll()
        backlog = 0
    }

    static let highWater = 256 << 10
    static let lowWater = 64 << 10

    /// What libssh2 answered, where would-block is an answer like any other.
    enum Answer {
        case count(Int)
        case wouldBlock
        case failed(Int32)

        init(_ code: Int) {
            switch code {
            case 0...: self = .count(code)
            case Int(LIBSSH2_ERROR_EAGAIN): self = .wouldBlock
            default: self = .failed(Int32(truncatingIfNeeded: code))
            }
        }
    }

    func read(stream: Int32, into buffer: inout ByteBuffer, atMost limit: Int) -> Answer {
        var code = 0
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: limit) { target in
            code = libssh2_channel_read_ex(
                pointer, stream, target.baseAddress?.assumingMemoryBound(to: CChar.self), min(limit, target.count))
            return max(0, code)
        }
        return Answer(code)
    }

    /// Lets libssh2 read what has come, without taking anything: no server sends on this stream (RFC 4254 knows one,
    /// standard error).
    func drain() -> Answer {
        var byte: CChar = 0
        return Answer(libssh2_channel_read_ex(pointer, .max, &byte, 1))
    }

    func write(_ bytes: ByteBuffer) -> Answer {
        Answer(
            bytes.withUnsafeReadableBytes { source in
                libssh2_channel_write_ex(
                    pointer, 0, source.baseAddress?.assumingMemoryBound(to: CChar.self), source.count)
            })
    }

    func adjust(_ count: Int) -> Answer {
        var remaining: UInt32 = 0
        return Answer(Int(libssh2_channel_receive_window_adjust2(pointer, UInt(count), 1, &remaining)))
    }

    func tell(_ notice: ProgramNotice) -> Answer {
        switch notice {
        case .size(let size):
            Answer(
                Int(
                    libssh2_channel_request_pty_size_ex(
                        pointer, Int32(size.columns), Int32(size.rows), Int32(size.width), Int32(size.height))))
        case .signal(let name): Answer(Int(levels_channel_signal(pointer, name, name.utf8.count)))
        }
    }

    /// Bytes of the window that the server has not used, or that libssh2 still holds.
    var windowRemaining: Int { Int(libssh2_channel_window_read_ex(pointer, nil, nil)) }

    /// Whether the server has said that nothing more comes, and all of it was read.
    var isAtEnd: Bool { libssh2_channel_eof(pointer) == 1 }

    /// Whether the server has closed the channel: asked only after ``isAtEnd``.
    var isClosedByServer: Bool { libssh2_channel_wait_closed(pointer) == 0 }

    /// What a command left behind, once the channel is closed; nil if that is nothing.
    func exitReport(in session: OpaquePointer) -> ExitReport? {
        guard isExec else { return nil }
        let withoutStatus = SessionWire.of(session)?.memory.withoutStatus ?? []
        var name: UnsafeMutablePointer<CChar>?
        var length = 0
        libssh2_channel_get_exit_signal(pointer, &name, &length, nil, nil, nil, nil)
        if let name {
            defer { libssh2_free(session, name) }
            let text = UnsafeRawBufferPointer(start: name, count: length).prefix(64)
            return .signal(String(decoding: text, as: UTF8.self))
        }
        if let number, withoutStatus.contains(number) { return nil }
        return .status(libssh2_channel_get_exit_status(pointer))
    }
}
