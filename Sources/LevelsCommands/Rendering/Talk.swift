import Files
import Inventory

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The two voices of a command: stdout is data, stderr is talk. A line is written whole, by one call, so that lines of
/// several threads, or of a client on the same terminal, do not mix.
struct Talk: Sendable {
    /// File descriptors, so that a test can listen.
    var output: Int32 = STDOUT_FILENO
    var errors: Int32 = STDERR_FILENO

    func say(_ line: String) {
        write("levels-ssh: \(line)\n", to: errors)
    }

    /// A question, whose answer is typed behind it.
    func ask(_ question: String) {
        write("levels-ssh: \(question)", to: errors)
    }

    /// `levels-ssh: error: ...`, then `levels-ssh: hint: ...` with something to type. What a signal ended is known to
    /// whoever sent it, and is not an error.
    func report(_ failure: CommandFailure) {
        if case .signalled = failure { return }
        for finding in failure.findings { say("error: " + Escaped.text(finding.description)) }
        if failure.findings.isEmpty { say("error: " + place(failure) + Escaped.text(failure.message)) }
        if let hint = failure.hint { say("hint: " + Escaped.text(hint)) }
    }

    private func place(_ failure: CommandFailure) -> String {
        failure.hop.map { $0.words + ": " } ?? ""
    }

    /// A line of a terminal that the next one is written over; nil to leave nothing of it.
    func overwrite(_ line: String?) {
        write("\r\u{1b}[K" + (line.map { "levels-ssh: \($0)" } ?? ""), to: errors)
    }

    func data(_ line: String) {
        write(line + "\n", to: output)
    }

    /// Output of several lines that a person asked for, such as a help text or a completion script.
    func page(_ text: String) {
        write(text.hasSuffix("\n") ? text : text + "\n", to: output)
    }

    /// A reader that went away (EPIPE), or a full disk, is no reason to drop a tunnel: what cannot be said is not said.
    private func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            guard !Descriptor.writeAll(descriptor, UnsafeRawBufferPointer(bytes)) else { return }
            if descriptor == STDOUT_FILENO { LostOutput.note(errno) }
        }
    }
}
