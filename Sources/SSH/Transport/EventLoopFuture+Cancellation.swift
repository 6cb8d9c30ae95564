import NIOCore

extension EventLoopFuture where Value == any NIOCore.Channel {
    /// The connection, or an error as soon as the caller is cancelled: what is connected later is closed.
    func cancellable() async throws -> any NIOCore.Channel {
        let (outcomes, continuation) = AsyncStream<Result<any NIOCore.Channel, any Error>>.makeStream()
        whenComplete { result in
            if case .terminated = continuation.yield(result), case .success(let channel) = result {
                channel.close(promise: nil)
            }
            continuation.finish()
        }
        // The loop ends without an outcome when the task is cancelled, and with it the stream.
        for await outcome in outcomes { return try outcome.get() }
        throw CancellationError()
    }
}
