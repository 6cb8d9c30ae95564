import NIOPosix

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Asks on the terminal, with echo off.
public struct TerminalPassphrase: PassphraseSource {
    public let attempts = 3
    private let path: String

    /// - Parameter path: the terminal; the one that the process is attached to, unless told otherwise.
    public init(path: String = "/dev/tty") {
        self.path = path
    }

    /// Whether the process has a terminal that somebody could be asked on.
    public static func isAvailable(path: String = "/dev/tty") -> Bool {
        let terminal = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return false }
        close(terminal)
        return true
    }

    public func passphrase(for request: PassphraseRequest) async throws(PassphraseError) -> Secret {
        guard let pipe = CancelPipe() else { throw .terminalFailed(reason: String(cString: strerror(errno))) }
        let path = path
        let answer: Result<Secret, PassphraseError>
        do {
            answer = try await withTaskCancellationHandler {
                try await Self.thread.runIfActive {
                    do throws(PassphraseError) {
                        return Result<Secret, PassphraseError>.success(
                            try TerminalPrompt(path: path, pipe: pipe).ask(request.prompt))
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

    /// One thread, so that one question is on the terminal at a time.
    private static let thread: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        return pool
    }()
}
