import NIOCore

/// Notes when lines arrive that somebody waits for, and keeps the last ones for an error message.
final class LineWatcher: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private typealias Mark = (texts: [String], promise: EventLoopPromise<ContinuousClock.Instant>)

    private let program: String
    private var marks: [Mark]
    private var line: [UInt8] = []
    private var tail: [UInt8] = []

    private static let longestLine = 16 << 10

    init(program: String, marks: [([String], EventLoopPromise<ContinuousClock.Instant>)]) {
        self.program = program
        self.marks = marks.map { (texts: $0.0, promise: $0.1) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let now = ContinuousClock.now
        for byte in unwrapInboundIn(data).readableBytesView {
            if byte == UInt8(ascii: "\n") {
                end(at: now)
            } else if line.count < Self.longestLine {
                line.append(byte)
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(at: .now)
        let failure = LabFailure.commandFailed(command: program, output: Escaped.tail(tail))
        for mark in marks { mark.promise.fail(failure) }
        marks = []
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func end(at instant: ContinuousClock.Instant) {
        defer { line.removeAll(keepingCapacity: true) }
        if marks.isEmpty { return }
        tail = Array((tail + line + [UInt8(ascii: "\n")]).suffix(4096))
        let text = String(decoding: line, as: UTF8.self)
        marks.removeAll { mark in
            guard mark.texts.allSatisfy(text.contains) else { return false }
            mark.promise.succeed(instant)
            return true
        }
    }
}
