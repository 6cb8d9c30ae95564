import NIOCore

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One direction of a relayed connection: what came in waits here until it is due. Lives on one event loop.
final class DelayLine {
    enum Item {
        case bytes(ByteBuffer)
        /// The sender will send no more.
        case end
        /// The sender has torn the connection down.
        case reset
    }

    /// Bytes that are held at most; above it the sender is not read. 64 MiB: 5 Gbit/s at a round trip of 200 ms.
    static let limit = 64 << 20

    private let loop: any EventLoop
    private let delay: TimeAmount
    private var queue = CircularBuffer<(due: NIODeadline, item: Item)>()
    private var held = 0
    private var timer: Scheduled<Void>?
    private(set) var isAbandoned = false
    private var isPumping = false
    private var pumpAgain = false
    /// Where it goes; nil as long as it is being dialled.
    private var destination: (any Channel)?
    /// Asks the sender for more, after it was not read for a while.
    var resume: () -> Void = {}

    init(loop: any EventLoop, delay: TimeAmount) {
        self.loop = loop
        self.delay = delay
    }

    var isFull: Bool { held >= Self.limit }

    func append(_ item: Item) {
        guard !isAbandoned else { return }
        if case .bytes(let bytes) = item { held += bytes.readableBytes }
        queue.append((.now() + delay, item))
        if timer == nil { pump() }
    }

    func connect(to destination: any Channel) {
        self.destination = destination
        pump()
    }

    /// Nobody is there any more to take it.
    func abandon() {
        isAbandoned = true
        queue.removeAll()
        held = 0
        timer?.cancel()
        timer = nil
        resume()
    }

    /// Passes on what is due, as far as the destination takes it.
    func pump() {
        guard let destination else { return }
        // A flush that makes room tells so at once, from inside: then there is another turn, not a deeper stack.
        if isPumping {
            pumpAgain = true
            return
        }
        isPumping = true
        let wasFull = isFull
        repeat {
            pumpAgain = false
            pass(to: destination)
        } while pumpAgain
        isPumping = false
        schedule()
        if wasFull, !isFull { resume() }
    }

    private func pass(to destination: any Channel) {
        let now = NIODeadline.now()
        var wrote = false
        while let next = queue.first, next.due <= now, destination.isWritable || !next.item.isBytes {
            queue.removeFirst()
            switch next.item {
            case .bytes(let bytes):
                held -= bytes.readableBytes
                destination.write(bytes, promise: nil)
                wrote = true
            case .end:
                destination.flush()
                destination.close(mode: .output, promise: nil)
            case .reset:
                Self.reset(destination)
            }
        }
        if wrote { destination.flush() }
    }

    /// What is due and still here waits for the destination to take it; the rest waits for its time.
    private func schedule() {
        timer?.cancel()
        timer = nil
        guard let next = queue.first, next.due > .now() || destination?.isWritable == true else { return }
        timer = loop.assumeIsolated().scheduleTask(deadline: next.due) {
            self.timer = nil
            self.pump()
        }
    }

    /// Closes with a reset, so that the other side learns that this was no orderly end.
    static func reset(_ channel: any Channel) {
        if let provider = channel as? any SocketOptionProvider {
            provider.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated().whenComplete { _ in
                channel.close(promise: nil)
            }
        } else {
            channel.close(promise: nil)
        }
    }
}

extension DelayLine.Item {
    fileprivate var isBytes: Bool {
        if case .bytes = self { return true }
        return false
    }
}
