public import NIOCore
import NIOPosix

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Asks an ssh-agent over its Unix socket (draft-miller-ssh-agent) without blocking anyone.
///
/// Every question has a connection of its own: agents are made for that, a hung one then holds up nothing but the
/// question, and there is no connection whose state could be wrong.
public struct AgentClient: Sendable {
    public let path: String
    private let group: any EventLoopGroup
    private let answerWithin: Duration
    private let signWithin: Duration

    /// - Parameters:
    ///   - answerWithin: for connecting and listing together.
    ///   - signWithin: for a signature, which may wait for a touch or for a confirmation.
    public init(
        path: String, group: any EventLoopGroup,
        answerWithin: Duration = .seconds(5), signWithin: Duration = .seconds(60)
    ) {
        self.path = path
        self.group = group
        self.answerWithin = answerWithin
        self.signWithin = signWithin
    }

    /// The agent that the environment names with `SSH_AUTH_SOCK`.
    public init(
        environment: [String: String], group: any EventLoopGroup,
        answerWithin: Duration = .seconds(5), signWithin: Duration = .seconds(60)
    ) throws(AgentError) {
        guard let path = environment["SSH_AUTH_SOCK"], !path.isEmpty else { throw .notConfigured }
        self.init(path: path, group: group, answerWithin: answerWithin, signWithin: signWithin)
    }

    /// The keys that the agent holds, in its order.
    public func identities() async throws(AgentError) -> [AgentIdentity] {
        let reply = try await ask(AgentMessage.requestIdentities(), within: answerWithin)
        do throws(AgentReplyError) {
            return try AgentMessage.identities(inReply: reply)
        } catch {
            switch error {
            case .refused: throw .refusedToList(path: path)
            case .malformed(let reason): throw .malformed(path: path, reason: reason)
            }
        }
    }

    /// Signs with a key that the agent holds.
    public func sign(
        _ data: [UInt8], key: PublicKeyBlob, algorithm: SignatureAlgorithm
    ) async throws(AgentError) -> Signature {
        let request = AgentMessage.signRequest(key: key, data: data, algorithm: algorithm)
        let reply = try await ask(request, within: signWithin)
        do throws(AgentReplyError) {
            return try AgentMessage.signature(inReply: reply, algorithm: algorithm)
        } catch {
            switch error {
            case .refused: throw .refusedToSign(path: path, key: key)
            case .malformed(let reason): throw .malformed(path: path, reason: reason)
            }
        }
    }

    private func ask(_ message: [UInt8], within limit: Duration) async throws(AgentError) -> [UInt8] {
        let loop = group.next()
        let question = AgentQuestion(message: message, promise: loop.makePromise(of: [UInt8].self))
        let answer = question.promise.futureResult
        let alarm = loop.scheduleTask(in: TimeAmount(limit)) {
            question.promise.fail(AgentQuestion.Failure.timedOut)
        }
        answer.whenComplete { _ in alarm.cancel() }
        // A loop that is shut down drops its alarms: then too the question has to end.
        alarm.futureResult.whenFailure { _ in question.promise.fail(AgentQuestion.Failure.closed) }
        do {
            return try await withTaskCancellationHandler {
                let connecting = ClientBootstrap(group: loop)
                    .connectTimeout(TimeAmount(limit))
                    .channelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandler(AgentConversation(question))
                        }
                    }
                    .connect(unixDomainSocketPath: path)
                connecting.whenFailure { question.promise.fail($0) }
                // However the question ends, in time or not, its connection ends with it.
                connecting.whenSuccess { channel in
                    answer.whenComplete { _ in channel.close(promise: nil) }
                }
                return try await answer.get()
            } onCancel: {
                question.promise.fail(AgentQuestion.Failure.cancelled)
            }
        } catch let failure as AgentQuestion.Failure {
            switch failure {
            case .timedOut: throw .timedOut(path: path, after: limit)
            case .closed: throw .closed(path: path)
            case .cancelled: throw .cancelled
            case .tooLong(let length):
                let reason = WireError.tooLong(length: length, limit: AgentMessage.replyLimit).message
                throw .malformed(path: path, reason: reason)
            case .empty: throw .malformed(path: path, reason: "an empty message")
            }
        } catch let error as IOError {
            // A full backlog: somebody has the socket open, and does not take connections from it.
            if error.errnoCode == EAGAIN { throw .timedOut(path: path, after: limit) }
            if error.errnoCode == ECONNRESET || error.errnoCode == EPIPE { throw .closed(path: path) }
            throw .unreachable(path: path, reason: String(cString: strerror(error.errnoCode)))
        } catch SocketAddressError.unixDomainSocketPathTooLong {
            throw .unreachable(path: path, reason: "the path is too long for a socket")
        } catch {
            throw .unreachable(path: path, reason: escapedForTerminal("\(error)"))
        }
    }
}
