import NIOPosix

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Has the program ask that `SSH_ASKPASS` names, as ssh(1) does: the question is its one argument, the answer its first
/// line.
public struct AskpassPassphrase: PassphraseSource {
    public let attempts = 3
    private let program: String

    public init(program: String) {
        self.program = program
    }

    /// The longest answer in bytes.
    private static let limit = 1024

    public func passphrase(for request: PassphraseRequest) async throws(PassphraseError) -> Secret {
        guard let pipe = CancelPipe() else { throw failed(String(cString: strerror(errno))) }
        let answer: Result<Secret, PassphraseError>
        do {
            answer = try await withTaskCancellationHandler {
                try await NIOThreadPool.singleton.runIfActive {
                    do throws(PassphraseError) {
                        return Result<Secret, PassphraseError>.success(try run(request.prompt, pipe))
                    } catch {
                        return .failure(error)
                    }
                }
            } onCancel: {
                pipe.cancel()
            }
        } catch {
            throw .cancelled
        }
        return try answer.get()
    }

    private func run(_ prompt: String, _ pipe: CancelPipe) throws(PassphraseError) -> Secret {
        let child: SpawnedProgram
        do throws(SpawnFailure) {
            child = try SpawnedProgram(program, arguments: [prompt])
        } catch {
            throw failed(error.reason)
        }
        var answer: [UInt8] = []
        answer.reserveCapacity(Self.limit + 1)
        defer { Secret.cleanse(&answer) }
        var isInterrupted = false
        while answer.count <= Self.limit {
            guard pipe.wait(for: child.output) else {
                isInterrupted = true
                break
            }
            var byte: UInt8 = 0
            let count = read(child.output, &byte, 1)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            answer.append(byte)
        }
        // More than a line, or nobody wants it any more: it may be waiting for somebody to press a button.
        if isInterrupted || answer.count > Self.limit { child.terminate() }
        let status = child.wait()
        if isInterrupted { throw .cancelled }
        guard status == 0, answer.count <= Self.limit else { throw .declined }
        let end = answer.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? answer.count
        answer.removeLast(answer.count - end)
        return Secret(taking: &answer)
    }

    private func failed(_ reason: String) -> PassphraseError { .askpassFailed(program: program, reason: reason) }
}
