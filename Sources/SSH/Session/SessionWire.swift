import CLibSSH2
import NIOCore

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Both ends of the pipe that libssh2 takes for its socket, and everything else that C points back at.
///
/// RECV reads from `inbound` and would block when that is empty; SEND appends to `outbound` and always takes everything,
/// so that libssh2 never sees a partial write. Confined to its session's event loop.
final class SessionWire {
    /// Bytes from the server that libssh2 has not read yet.
    private var inbound = CircularBuffer<ByteBuffer>()
    /// How many bytes those are.
    private(set) var inboundCount = 0
    /// Bytes for the server that the carrier has not been given yet.
    private(set) var outbound = ByteBuffer()
    /// No more bytes will come, and none are wanted: every call of libssh2 fails from here on.
    var isClosed = false
    /// What the server said when it hung up (RFC 4253, section 11.1).
    private(set) var disconnect: Disconnect?
    let memory: SessionMemory
    /// Whether reading fails once nothing is left to read.
    private(set) var isInterrupted = false
    private(set) var sending = SendingPhase.clear

    init(memory: SessionMemory) {
        self.memory = memory
    }

    var hasInbound: Bool { !inbound.isEmpty }

    var hasOutbound: Bool { outbound.readableBytes > 0 }

    func append(_ bytes: ByteBuffer) {
        guard bytes.readableBytes > 0 else { return }
        inbound.append(bytes)
        inboundCount += bytes.readableBytes
    }

    func takeOutbound() -> ByteBuffer? {
        guard outbound.readableBytes > 0 else { return nil }
        let taken = outbound
        outbound = ByteBuffer()
        return taken
    }

    private func read(into target: UnsafeMutableRawPointer, _ count: Int) -> Int {
        if isClosed { return -Int(ECONNRESET) }
        var filled = 0
        while filled < count, let first = inbound.first {
            let taken = min(count - filled, first.readableBytes)
            first.withUnsafeReadableBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                (target + filled).copyMemory(from: base, byteCount: taken)
            }
            filled += taken
            if taken == first.readableBytes {
                inbound.removeFirst()
            } else {
                inbound[inbound.startIndex].moveReaderIndex(forwardBy: taken)
            }
        }
        inboundCount -= filled
        return filled > 0 ? filled : -Int(isInterrupted ? EINTR : EAGAIN)
    }

    /// Runs a step of libssh2's that is to wait no longer: a wait that would go on fails instead. libssh2 notes nothing of
    /// that on the session, and gives back what the operation held.
    func interrupting<Value>(_ step: () -> Value) -> Value {
        isInterrupted = true
        defer { isInterrupted = false }
        return step()
    }

    private func write(_ source: UnsafeRawPointer, _ count: Int) -> Int {
        if isClosed { return -Int(EPIPE) }
        sending.note(UnsafeRawBufferPointer(start: source, count: count))
        outbound.writeBytes(UnsafeRawBufferPointer(start: source, count: count))
        return count
    }

    private static func from(_ abstract: UnsafeMutablePointer<UnsafeMutableRawPointer?>?) -> SessionWire? {
        guard let pointer = abstract?.pointee else { return nil }
        return Unmanaged<SessionWire>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// The wire of a session that ``makeSession()`` made.
    static func of(_ session: OpaquePointer) -> SessionWire? { from(libssh2_session_abstract(session)) }

    /// Makes a session that reads and writes here. The caller keeps this object alive for as long as the session.
    func makeSession() -> OpaquePointer? {
        let session = libssh2_session_init_ex(
            { count, abstract in SessionWire.from(abstract)?.memory.allocate(count) },
            { pointer, abstract in SessionWire.from(abstract)?.memory.release(pointer) },
            { pointer, count, abstract in SessionWire.from(abstract)?.memory.reallocate(pointer, count) },
            Unmanaged.passUnretained(self).toOpaque())
        guard let session else { return nil }
        levels_session_callbacks(
            session,
            { _, source, count, _, abstract in
                guard let wire = SessionWire.from(abstract), let source else { return -Int(EPIPE) }
                return wire.write(source, count)
            },
            { _, target, count, _, abstract in
                guard let wire = SessionWire.from(abstract), let target else { return -Int(ECONNRESET) }
                return wire.read(into: target, count)
            },
            { _, reason, text, length, _, _, abstract in
                let bytes = UnsafeRawBufferPointer(start: text, count: min(max(0, Int(length)), 256))
                SessionWire.from(abstract)?.disconnect =
                    Disconnect(reason: UInt32(bitPattern: reason), description: String(decoding: bytes, as: UTF8.self))
            })
        libssh2_session_set_blocking(session, 0)
        return session
    }
}

/// SSH_MSG_DISCONNECT as it came (RFC 4253, section 11.1); the description is the server's own: escape it.
public struct Disconnect: Sendable, Hashable {
    public let reason: UInt32
    public let description: String

    public init(reason: UInt32, description: String) {
        self.reason = reason
        self.description = description
    }
}
