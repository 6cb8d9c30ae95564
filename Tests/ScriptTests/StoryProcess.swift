import Testing

@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A command of a story, in a session of its own: without a terminal, or with one.
final class StoryProcess {
    /// Longer than anything here takes, and a machine takes 90 s to put back by itself what nobody has confirmed; what is
    /// not there by then never comes.
    static let patience = Duration.seconds(150)

    let identity: ProcessIdentity
    private let outputPath: String
    private let errorPath: String
    private let terminal: StoryTerminal?
    private var status: Int32?
    /// How many lines of each stream the story has heard already.
    private var heard: [Story.Stream: Int] = [:]

    /// Starts it in `folder`. The shell before it does no more than to go there and to open its terminal, which becomes
    /// the controlling one of the session; the words pass it by as they are.
    init(_ words: [String], in folder: String, log: String, environment: [String: String], terminal: StoryTerminal?)
        throws
    {
        outputPath = log + ".out"
        errorPath = log + ".err"
        self.terminal = terminal
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        let output = open(outputPath, flags, 0o600)
        let errors = open(errorPath, flags, 0o600)
        defer { for descriptor in [null, output, errors] { close(descriptor) } }
        let stage = terminal.map { "exec <>\($0.path) >&0 2>&0; " } ?? ""
        identity = try Spawn.start(
            ["/bin/sh", "-c", stage + "cd \"$0\" && exec \"$@\"", folder] + words, environment: environment,
            descriptors: [null, output, errors])
    }

    func text(_ stream: Story.Stream) -> String {
        if let terminal {
            terminal.look()
            let plain = String(decoding: terminal.shown, as: UTF8.self).unicodeScalars.filter { $0 != "\r" }
            return String(String.UnicodeScalarView(plain))
        }
        return Disk.text(stream == .output ? outputPath : errorPath) ?? ""
    }

    func lines(_ stream: Story.Stream) -> [String] {
        var lines = text(stream).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// Waits for a line, and gives what it keeps; nil if it does not come before the process has ended, or ever.
    func hears(_ pattern: LinePattern, on stream: Story.Stream) async throws -> [String: String]? {
        var kept: [String: String]?
        _ = try await Patience.until(within: Self.patience) { () throws(LabFailure) in
            let isOver = exitCode() != nil
            let all = lines(stream)
            for (index, line) in all.enumerated().dropFirst(heard[stream] ?? 0) {
                guard let found = pattern.match(line) else { continue }
                kept = found
                heard[stream] = index + 1
                return true
            }
            return isOver
        }
        return kept
    }

    /// Waits for its end; nil if it does not come.
    func ended() async throws -> Int32? {
        _ = try await Patience.until(within: Self.patience) { () throws(LabFailure) in
            terminal?.look()
            return exitCode() != nil
        }
        return exitCode()
    }

    /// As a shell says it: its own, or 128 + n for signal n; nil while it runs.
    private func exitCode() -> Int32? {
        if status == nil {
            var status: Int32 = 0
            if waitpid(identity.pid, &status, WNOHANG) == identity.pid { self.status = status }
        }
        return status.map { $0 & 0x7f == 0 ? $0 >> 8 & 0xff : 128 + $0 & 0x7f }
    }

    func signal(_ number: Int32) {
        guard exitCode() == nil else { return }
        kill(identity.pid, number)
    }

    /// A line, or a key with Ctrl as `^C`.
    func type(_ text: String) {
        if text.count == 2, text.first == "^", let key = text.utf8.last {
            terminal?.type(String(Unicode.Scalar(key & 0x1f)))
        } else {
            terminal?.type(text + "\n")
        }
    }

    func resize(rows: Int, columns: Int) { terminal?.resize(rows: rows, columns: columns) }

    func end() async throws {
        if exitCode() == nil { try await ProcessTree.kill(identity) }
    }
}
