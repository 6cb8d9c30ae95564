import NIOCore

@testable import SSH

/// A session whose server is the test itself: no socket, only bytes.
struct StrayServer: Sendable {
    let session: Session
    let account: MemoryAccount
    private let begun: EventLoopFuture<Void>

    init(_ configuration: SessionConfiguration = SessionConfiguration()) async throws {
        let loop = Login.loop
        let promise = loop.makePromise(of: Void.self)
        session = try Session(
            on: loop, carrier: Carrier(send: { _ in promise.succeed() }, close: { promise.succeed() }),
            configuration: configuration)
        begun = promise.futureResult
        account = await session.account
    }

    /// What becomes of a handshake with a server that, once the client has spoken, says this, in pieces, and then goes, or
    /// stays and is silent.
    func handshake(_ pieces: [[UInt8]], thenCloses: Bool, trusting policy: HostKeyPolicy, within limit: Duration)
        async -> SSHError?
    {
        let session = session
        begun.whenSuccess {
            session.eventLoop.execute {
                for piece in pieces { session.receive(ByteBuffer(bytes: piece)) }
                if thenCloses { session.carrierClosed() }
            }
        }
        do throws(SSHError) {
            try await session.handshake(trusting: policy, host: "stray.example", port: 22, within: limit)
            return nil
        } catch {
            return error
        }
    }

    /// One byte at a time, or pieces of that many.
    static func pieces(_ bytes: [UInt8], of size: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    }
}
