import NIOCore

/// One connection of a ``BenchServer``.
final class BenchServerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        case asked(ByteBuffer)
        case sending(left: UInt64)
        case counting(left: UInt64, taken: UInt64)
        case echoing
        case done
    }

    private var state = State.asked(ByteBuffer())
    private var isSending = false
    /// Shared by every write: what is sent costs no copy.
    private let block = ByteBuffer(bytes: (0..<(256 << 10)).map { UInt8(truncatingIfNeeded: $0 &* 31) })

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: BenchServer.greeting)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        take(unwrapInboundIn(data), context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        send(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func take(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        switch state {
        case .asked(var heard):
            heard.writeImmutableBuffer(bytes)
            guard heard.readableBytes >= BenchRequest.size else { return state = .asked(heard) }
            begin(&heard, context)
        case .counting(let left, let taken):
            count(bytes, left: left, taken: taken, context)
        case .echoing: context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        case .sending, .done: return
        }
    }

    private func begin(_ heard: inout ByteBuffer, _ context: ChannelHandlerContext) {
        let kind = heard.readInteger(as: UInt8.self).flatMap(BenchRequest.init(rawValue:))
        let number = heard.readInteger(as: UInt64.self) ?? 0
        switch kind {
        case .download:
            state = .sending(left: number)
            send(context)
        case .upload: count(heard, left: number, taken: 0, context)
        case .echo:
            state = .echoing
            if heard.readableBytes > 0 { take(heard, context) }
        case nil: context.close(promise: nil)
        }
    }

    private func count(_ bytes: ByteBuffer, left: UInt64, taken: UInt64, _ context: ChannelHandlerContext) {
        let size = UInt64(bytes.readableBytes)
        // More than was announced is counted too, so that it shows.
        let sum = taken &+ size
        guard size >= left else { return state = .counting(left: left - size, taken: sum) }
        state = .done
        finish(ByteBuffer(integer: sum), context)
    }

    /// Writes as long as there is room; what a write sets free is noticed in the loop, not by calling ourselves again. A
    /// channel whose reader has gone takes everything and keeps nothing: it has room for ever.
    private func send(_ context: ChannelHandlerContext) {
        guard !isSending, case .sending(var left) = state else { return }
        isSending = true
        while left > 0, context.channel.isActive, context.channel.isWritable {
            let size = Int(min(left, UInt64(block.readableBytes)))
            left -= UInt64(size)
            let piece = block.getSlice(at: block.readerIndex, length: size) ?? block
            if left == 0 {
                state = .done
                finish(piece, context)
            } else {
                context.writeAndFlush(wrapOutboundOut(piece), promise: nil)
            }
        }
        isSending = false
        if left > 0 { state = .sending(left: left) }
    }

    private func finish(_ last: ByteBuffer, _ context: ChannelHandlerContext) {
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(last)).whenComplete { _ in channel.close(promise: nil) }
    }
}
