public import NIOCore
import Synchronization

/// Takes output apart into lines, and passes each on as somebody wants it written: so that what several programs say can
/// go to one place, whole line by whole line.
public final class LineSink: ByteSink {
    /// A line, without its line feed.
    public struct Line: Sendable {
        public let bytes: ArraySlice<UInt8>
        /// Whether it is the beginning of a longer one, or the last, without a line feed.
        public let isPart: Bool
    }

    private let target: any ByteSink
    private let render: @Sendable (Line) -> [UInt8]
    private let splitter = Mutex(LineSplitter())

    /// - Parameters:
    ///   - target: what several sinks may share.
    ///   - render: what is written for a line, its line feed included.
    public init(to target: any ByteSink, render: @escaping @Sendable (Line) -> [UInt8]) {
        self.target = target
        self.render = render
    }

    public func take(_ bytes: ByteBuffer, done: @escaping @Sendable (Bool) -> Void) {
        write(splitter.withLock { $0.take(bytes.readableBytesView) }, done)
    }

    public func finish(done: @escaping @Sendable () -> Void) {
        write(splitter.withLock { $0.rest().map { [$0] } ?? [] }) { [target] _ in target.finish(done: done) }
    }

    private func write(_ lines: [Line], _ done: @escaping @Sendable (Bool) -> Void) {
        guard !lines.isEmpty else { return done(true) }
        target.take(ByteBuffer(bytes: lines.flatMap(render)), done: done)
    }
}

/// Finds lines in what comes piece by piece. Pure.
struct LineSplitter {
    /// A longer line is told in parts: what is no text has no end that could be waited for.
    static let longest = 64 << 10

    private var pending: [UInt8] = []

    mutating func take(_ bytes: some Collection<UInt8>) -> [LineSink.Line] {
        var lines: [LineSink.Line] = []
        var rest = bytes[...]
        while let feed = rest.firstIndex(of: UInt8(ascii: "\n")) {
            pending += rest[..<feed]
            rest = rest[rest.index(after: feed)...]
            lines += parts()
            lines.append(LineSink.Line(bytes: pending[...], isPart: false))
            pending = []
        }
        pending += rest
        return lines + parts()
    }

    /// What is left at the end.
    mutating func rest() -> LineSink.Line? {
        defer { pending = [] }
        return pending.isEmpty ? nil : LineSink.Line(bytes: pending[...], isPart: true)
    }

    private mutating func parts() -> [LineSink.Line] {
        var parts: [LineSink.Line] = []
        while pending.count > Self.longest {
            parts.append(LineSink.Line(bytes: pending[..<Self.longest], isPart: true))
            pending.removeFirst(Self.longest)
        }
        return parts
    }
}
