import Files
import NIOCore
import Remote
import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What a script has as its input, output and errors, where it is recorded: a terminal of ours in the place of each that is
/// a terminal, so that all that is shown can be seen, and a pipe in the place of output and errors that are none, which so
/// stay apart.
final class ScriptStreams: Sendable {
    let group: SpawnedClient.Group
    let streams: [SpawnedClient.Stream]
    private let pseudo: PseudoTerminal?
    /// Ours, which is raw meanwhile: the keys go to the script's.
    private let terminal: LocalTerminal?
    private let recorder: Recorder
    private let taps: [OutputTap]
    private let keyboard: InputPump?
    /// Ends that the script alone is to have.
    private let given: [Int32]

    /// What the header of a recording says of these.
    static func size() -> TerminalSize? {
        [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO].lazy.compactMap { LocalTerminal($0)?.size }.first
    }

    init(_ recorder: Recorder) throws(CommandFailure) {
        let standard = [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        let terminals = standard.filter { isatty($0) == 1 }
        pseudo = try terminals.isEmpty ? nil : Self.made(PseudoTerminal())
        var taps: [OutputTap] = []
        var given: [Int32] = []
        if let pseudo, let shown = [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO].first(where: terminals.contains) {
            if let size = LocalTerminal(shown)?.size { pseudo.resize(to: size) }
            taps.append(
                try Self.made(
                    OutputTap(from: pseudo.master, closesSource: false, to: shown) { recorder.take($0, from: .output) })
            )
        }
        streams = try standard.map { number throws(CommandFailure) in
            if terminals.contains(number) { return .terminal }
            guard number != STDIN_FILENO else { return .ours }
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw Self.noDescriptors }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            let stream = number == STDOUT_FILENO ? Recorder.Stream.output : .errors
            taps.append(
                try Self.made(
                    OutputTap(from: ends[0], closesSource: true, to: number) { recorder.take($0, from: stream) }))
            given.append(ends[1])
            return .descriptor(ends[1])
        }
        group = pseudo.map { .terminal($0.path) } ?? .own
        terminal = terminals.contains(STDIN_FILENO) ? LocalTerminal(STDIN_FILENO) : nil
        keyboard = terminal == nil ? nil : try Self.made(InputPump(STDIN_FILENO))
        self.recorder = recorder
        self.taps = taps
        self.given = given
    }

    /// The script has been started.
    func begin() {
        for descriptor in given { close(descriptor) }
        terminal?.makeRaw()
        for tap in taps { tap.start() }
        guard let pseudo else { return }
        keyboard?.start { [keyboard] bytes in
            defer { keyboard?.taken() }
            return bytes.withUnsafeReadableBytes { Descriptor.writeAll(pseudo.master, $0) }
        } end: {
        }
    }

    /// The script has ended: what it has written is passed on, and the terminal is given back.
    func finish() async {
        keyboard?.stop()
        for tap in taps { await tap.finish() }
        giveTerminalBack()
        if let pseudo { close(pseudo.master) }
    }

    /// For an exit that waits for nothing.
    func giveTerminalBack() { terminal?.restore() }

    /// Our window has another size, or we go on after somebody else has had the terminal.
    func changed() {
        if let terminal { terminal.makeRaw() }
        guard let pseudo, let size = Self.size() else { return }
        pseudo.resize(to: size)
        recorder.resized(columns: Int(size.columns), rows: Int(size.rows))
    }

    private static let noDescriptors = CommandFailure.bug("no descriptors are left for a recording")

    private static func made<Value>(_ value: Value?) throws(CommandFailure) -> Value {
        guard let value else { throw noDescriptors }
        return value
    }
}
