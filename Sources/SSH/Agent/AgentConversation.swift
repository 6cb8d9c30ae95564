import NIOCore

/// One question to an agent, and the promise of its answer: the message without its length.
struct AgentQuestion: Sendable {
    enum Failure: Error {
        case timedOut
        case closed
        case cancelled
        case tooLong(Int)
        case empty
    }

    let message: [UInt8]
    /// Completed by whoever is first: answer, alarm, cancellation. NIO's promises take the first and ignore the rest.
    let promise: EventLoopPromise<[UInt8]>
}

/// Sends one question when connected, and collects one bounded answer.
final class AgentConversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let question: AgentQuestion
    private var received = ByteBuffer()

    init(_ question: AgentQuestion) {
        self.question = question
    }

    func channelActive(context: ChannelHandlerContext) {
        let bytes = context.channel.allocator.buffer(bytes: AgentMessage.framed(question.message))
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var more = unwrapInboundIn(data)
        received.writeBuffer(&more)
        guard let length = received.getInteger(at: received.readerIndex, as: UInt32.self) else { return }
        guard length <= AgentMessage.replyLimit else { return finish(context, .failure(.tooLong(Int(length)))) }
        guard length > 0 else { return finish(context, .failure(.empty)) }
        guard let message = received.getBytes(at: received.readerIndex + 4, length: Int(length)) else { return }
        finish(context, .success(message))
    }

    func channelInactive(context: ChannelHandlerContext) {
        question.promise.fail(AgentQuestion.Failure.closed)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        question.promise.fail(error)
        context.close(promise: nil)
    }

    private func finish(_ context: ChannelHandlerContext, _ result: Result<[UInt8], AgentQuestion.Failure>) {
        switch result {
        case .success(let message): question.promise.succeed(message)
        case .failure(let failure): question.promise.fail(failure)
        }
        context.close(promise: nil)
    }
}
