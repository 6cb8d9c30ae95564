import NIOCore
import SSH

/// A channel of a session that another process keeps.
struct SharedChannel: ChannelHandle {
    let connection: SharedConnection
    let number: UInt32

    func write(_ bytes: ByteBuffer) {
        connection.onLoop { $0.write(bytes, to: number) }
    }

    func finishWriting() {
        connection.onLoop { $0.finishWriting(number) }
    }

    func grant(_ count: Int) {
        connection.onLoop { [number] in $0.grant(count, number) }
    }

    func resize(to size: TerminalSize) { connection.send(Frame(.resize, number, size.bytes)) }

    func signal(_ name: String) -> Bool {
        connection.send(Frame(.signal, number, Array(name.utf8)))
        return true
    }

    func close() {
        connection.onLoop { [number] in $0.close(number) }
    }
}

/// Confined to the connection.
final class SharedChannelState {
    let onEvent: @Sendable (SSH.ChannelEvent) -> Void
    /// Bytes that may be sent.
    var credit = Visit.credit
    var pending = CircularBuffer<ByteBuffer>()
    var backlog = 0
    var wantsEnd = false
    var sentEnd = false
    var saidWritable = true
    var isClosing = false

    init(_ onEvent: @escaping @Sendable (SSH.ChannelEvent) -> Void) {
        self.onEvent = onEvent
    }
}

extension SharedConnection {
    /// Bytes of a frame of data.
    private static let piece = 64 << 10
    private static let highWater = 256 << 10
    private static let lowWater = 64 << 10

    fileprivate func write(_ bytes: ByteBuffer, to number: UInt32) {
        guard let state = channels[number], !state.wantsEnd, !state.isClosing, bytes.readableBytes > 0 else { return }
        state.pending.append(bytes)
        state.backlog += bytes.readableBytes
        flush(state, number)
    }

    fileprivate func finishWriting(_ number: UInt32) {
        guard let state = channels[number], !state.wantsEnd else { return }
        state.wantsEnd = true
        flush(state, number)
    }

    func granted(_ count: Int, _ number: UInt32) {
        guard let state = channels[number] else { return }
        state.credit += count
        flush(state, number)
    }

    fileprivate func grant(_ count: Int, _ number: UInt32) {
        guard channels[number] != nil else { return }
        send(Frame(.grant, number, count: count))
    }

    fileprivate func close(_ number: UInt32) {
        guard let state = channels[number], !state.isClosing else { return }
        state.isClosing = true
        send(Frame(.close, number))
    }

    private func flush(_ state: SharedChannelState, _ number: UInt32) {
        while state.credit > 0, var first = state.pending.popFirst() {
            let count = min(state.credit, first.readableBytes, Self.piece)
            guard let part = first.readSlice(length: count) else { return }
            send(Frame(.data, number, part))
            state.credit -= count
            state.backlog -= count
            if first.readableBytes > 0 { state.pending.prepend(first) }
        }
        if state.pending.isEmpty, state.wantsEnd, !state.sentEnd {
            state.sentEnd = true
            send(Frame(.finish, number))
        }
        noteWritability(state)
    }

    private func noteWritability(_ state: SharedChannelState) {
        if state.saidWritable, state.backlog > Self.highWater {
            state.saidWritable = false
            state.onEvent(.writable(false))
        } else if !state.saidWritable, state.backlog <= Self.lowWater {
            state.saidWritable = true
            state.onEvent(.writable(true))
        }
    }
}
