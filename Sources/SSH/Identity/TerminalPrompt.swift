import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One question on a terminal whose echo is off meanwhile, and on again on every way out: answer, end of input, error,
/// cancellation, and the signals that end or stop a process. Blocks its thread, after the manner of readpassphrase(3).
struct TerminalPrompt {
    let path: String
    let pipe: CancelPipe

    /// The longest answer in bytes; a terminal's own line has no more than 4096.
    private static let limit = 1024

    private enum Ending {
        case answered
        case declined
        case interrupted(UInt8)
        case failed(String)
    }

    func ask(_ prompt: String) throws(PassphraseError) -> Secret {
        while true {
            var answer: [UInt8] = []
            answer.reserveCapacity(Self.limit)
            defer { Secret.cleanse(&answer) }
            switch try askOnce(prompt, &answer) {
            case .answered: return Secret(taking: &answer)
            case .declined: throw .declined
            case .interrupted(UInt8(SIGTSTP)): continue
            case .interrupted: throw .cancelled
            case .failed(let reason): throw .terminalFailed(reason: reason)
            }
        }
    }

    private func askOnce(_ prompt: String, _ answer: inout [UInt8]) throws(PassphraseError) -> Ending {
        let terminal = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { throw .terminalFailed(reason: Self.reason) }
        defer { close(terminal) }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { throw .terminalFailed(reason: Self.reason) }
        let signals = PromptSignals(reportingTo: pipe)
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        // Flushing drops what was typed before the question, which was not meant for it.
        var ending = Ending.failed(Self.reason)
        if tcsetattr(terminal, TCSAFLUSH, &silent) == 0 {
            Self.write(prompt, terminal)
            ending = readLine(terminal, &answer)
            _ = tcsetattr(terminal, TCSAFLUSH, &before)
            Self.write("\n", terminal)
        }
        signals.restore()
        if case .interrupted(let signal) = ending, signal != CancelPipe.cancelled {
            // Whoever dealt with the signal before does so now, with the terminal in order. SIGTSTP: sleeps here.
            kill(getpid(), Int32(signal))
        }
        return ending
    }

    private func readLine(_ terminal: Int32, _ answer: inout [UInt8]) -> Ending {
        while true {
            guard pipe.wait(for: terminal) else { return .interrupted(pipe.take() ?? CancelPipe.cancelled) }
            var byte: UInt8 = 0
            let count = read(terminal, &byte, 1)
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            if count < 0 { return .failed(Self.reason) }
            if count == 0 { return .declined }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return .answered }
            if answer.count < Self.limit { answer.append(byte) }
        }
    }

    private static func write(_ text: String, _ terminal: Int32) {
        let bytes = Array(text.utf8)
        #if canImport(Darwin)
            _ = Darwin.write(terminal, bytes, bytes.count)
        #else
            _ = Glibc.write(terminal, bytes, bytes.count)
        #endif
    }

    private static var reason: String { String(cString: strerror(errno)) }
}

/// The signals that would leave a terminal without echo, caught while a question is on it.
private struct PromptSignals {
    private static let caught = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP]
    /// Where the handler writes; a handler can do no more than that.
    static let target = Atomic<Int32>(-1)

    private var before: [(signal: Int32, action: sigaction)] = []

    init(reportingTo pipe: CancelPipe) {
        Self.target.store(pipe.writeEnd, ordering: .sequentiallyConsistent)
        for signal in Self.caught {
            var old = sigaction()
            var new = sigaction()
            #if canImport(Darwin)
                new.__sigaction_u.__sa_handler = handlePromptSignal
            #else
                new.__sigaction_handler.sa_handler = handlePromptSignal
            #endif
            // Other threads' calls are not to notice.
            new.sa_flags = SA_RESTART
            guard sigaction(signal, &new, &old) == 0 else { continue }
            before.append((signal, old))
        }
    }

    func restore() {
        for (signal, action) in before {
            var action = action
            sigaction(signal, &action, nil)
        }
        Self.target.store(-1, ordering: .sequentiallyConsistent)
    }
}

private func handlePromptSignal(_ signal: Int32) {
    let before = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(PromptSignals.target.load(ordering: .sequentiallyConsistent), &byte, 1)
    errno = before
}
