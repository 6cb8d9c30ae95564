#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The memory of one libssh2 session: counted, bounded, and given back with the session.
///
/// libssh2 takes an allocator; ours serves three ends. A hostile server cannot make a session grow beyond `bound`. What
/// libssh2 forgets when a session ends in the middle of something, as it does with a key exchange, is given back all the
/// same. And what libssh2 reads and then forgets passes through `release` on
/// its way out, which is where it is picked up: the reason that a server gives for refusing a channel (RFC 4254, section
/// 5.1), and whether a command left an exit status at all (section 6.10), which libssh2 calls 0 where there was none.
final class SessionMemory {
    /// Bytes; above it an allocation fails, and with it the session.
    let bound: Int
    private(set) var inUse = 0
    /// The last CHANNEL_OPEN_FAILURE that libssh2 let go of while `listening`.
    var refusal: OpenRefusal?
    /// The number by which libssh2 calls the channel that was opened last, `listening`.
    private(set) var opened: UInt32?
    /// Whether a channel is being opened, so that what the server says to it is of interest.
    var listening = false
    /// The channels, by libssh2's numbers, whose commands have not reported an exit status yet.
    var withoutStatus: Set<UInt32> = []
    /// What the server said last that it would rather have (RFC 4252, section 5.1), of a login that was refused.
    var methods: [String] = []
    /// Called once, before a block of at least so many bytes is given out; see ``OfferedKey``.
    var beforeNext: (size: Int, body: () -> Void)?

    init(bound: Int) {
        self.bound = bound
    }

    /// What stands in front of a block, which is one of a list of all.
    private struct Header {
        var count: Int
        var previous: UnsafeMutablePointer<Header>?
        var next: UnsafeMutablePointer<Header>?
    }

    private var first: UnsafeMutablePointer<Header>?

    /// A multiple of 16 keeps malloc's alignment.
    private static let headerSize = (MemoryLayout<Header>.size + 15) / 16 * 16

    deinit { releaseAll() }

    func allocate(_ count: Int) -> UnsafeMutableRawPointer? {
        if let awaited = beforeNext, count >= awaited.size {
            beforeNext = nil
            awaited.body()
        }
        guard count >= 0, count <= bound - inUse, let block = malloc(count + Self.headerSize) else { return nil }
        let header = block.bindMemory(to: Header.self, capacity: 1)
        header.initialize(to: Header(count: count, previous: nil, next: first))
        first?.pointee.previous = header
        first = header
        inUse += count
        return block + Self.headerSize
    }

    func reallocate(_ pointer: UnsafeMutableRawPointer?, _ count: Int) -> UnsafeMutableRawPointer? {
        guard let pointer else { return allocate(count) }
        guard let fresh = allocate(count) else { return nil }
        fresh.copyMemory(from: pointer, byteCount: min(count, size(of: pointer)))
        release(pointer)
        return fresh
    }

    func release(_ pointer: UnsafeMutableRawPointer?) {
        guard let pointer else { return }
        let count = size(of: pointer)
        overhear(UnsafeRawBufferPointer(start: pointer, count: count))
        forget(Self.header(of: pointer))
    }

    /// Gives back whatever is left: nobody may hold a block any more.
    func releaseAll() {
        while let header = first { forget(header) }
    }

    private func forget(_ header: UnsafeMutablePointer<Header>) {
        let (previous, next) = (header.pointee.previous, header.pointee.next)
        if let previous { previous.pointee.next = next } else { first = next }
        next?.pointee.previous = previous
        inUse -= header.pointee.count
        free(header)
    }

    private func overhear(_ block: UnsafeRawBufferPointer) {
        switch block.first {
        case OpenRefusal.message where listening: refusal = OpenRefusal(packet: block) ?? refusal
        case KeyRefusal.message: methods = KeyRefusal.methods(packet: block) ?? methods
        case 91 where listening && block.count >= 17:
            // SSH_MSG_CHANNEL_OPEN_CONFIRMATION, uint32 recipient, ...
            opened = block.loadUnaligned(fromByteOffset: 1, as: UInt32.self).bigEndian
        case 98 where !withoutStatus.isEmpty && block.count >= 25:
            // SSH_MSG_CHANNEL_REQUEST, uint32 recipient, string "exit-status", boolean false, uint32
            guard block.loadUnaligned(fromByteOffset: 5, as: UInt32.self).bigEndian == 11,
                block[9..<20].elementsEqual("exit-status".utf8)
            else { return }
            withoutStatus.remove(block.loadUnaligned(fromByteOffset: 1, as: UInt32.self).bigEndian)
        default: return
        }
    }

    /// What the server has said to the opening of a channel that libssh2 has given up: that lies on its queue, where nobody
    /// ever takes it from.
    func forgottenAnswer(to number: UInt32) -> ForgottenAnswer? {
        var next = first
        while let header = next {
            next = header.pointee.next
            let start = UnsafeRawPointer(header) + Self.headerSize
            let block = UnsafeRawBufferPointer(start: start, count: header.pointee.count)
            guard block.count >= 17, block[0] == 91 || block[0] == OpenRefusal.message,
                block.loadUnaligned(fromByteOffset: 1, as: UInt32.self).bigEndian == number
            else { continue }
            return block[0] == 91 ? .opened : OpenRefusal(packet: block).map { .refused($0) }
        }
        return nil
    }

    enum ForgottenAnswer { case opened, refused(OpenRefusal) }

    private func size(of pointer: UnsafeMutableRawPointer) -> Int { Self.header(of: pointer).pointee.count }

    private static func header(of pointer: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Header> {
        (pointer - headerSize).assumingMemoryBound(to: Header.self)
    }
}
