import Files
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Writes an asciicast while it happens, a line at a time, into a file that is new and its owner's alone. Whoever hands
/// output over waits until it is written, so nothing piles up here.
final class Recorder: Sendable {
    enum Stream: Int, Sendable { case output, errors }

    /// Why there is no recording, or no more of it.
    struct Failure: Error {
        let path: String
        let reason: String
        /// It is there already, and stays as it is.
        var exists = false
    }

    /// What the journal says of it.
    struct Summary: Sendable {
        let path: String
        let sha256: String
        let bytes: Int64
    }

    private struct State: ~Copyable {
        var digest: RunningDigest
        var texts: [TextStream]
        /// Of whole lines.
        var size: Int64 = 0
        var failure: Failure?
        var isFinished = false
    }

    /// Absolute.
    let path: String
    private let descriptor: Int32
    private let begun = ContinuousClock.now
    private let state: Mutex<State>
    private let failed: @Sendable (Failure) -> Void

    /// Makes the file, with its header.
    ///
    /// - Parameters:
    ///   - addsReturns: for what comes without a terminal.
    ///   - failed: told once, of what ends the recording early.
    init(
        _ path: String, _ header: Asciicast.Header, addsReturns: Bool, failed: @escaping @Sendable (Failure) -> Void
    ) throws(Failure) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else {
            throw Failure(path: path, reason: String(cString: strerror(errno)), exists: errno == EEXIST)
        }
        self.path = AbsolutePath.of(path)
        self.failed = failed
        let texts = Array(repeating: TextStream(addsReturns: addsReturns), count: 2)
        state = Mutex(State(digest: RunningDigest(), texts: texts))
        state.withLock { write(Asciicast.header(header), &$0) }
        if let failure = state.withLock({ $0.failure }) {
            unlink(path)
            throw failure
        }
    }

    deinit { close(descriptor) }

    func take(_ bytes: some Collection<UInt8>, from stream: Stream) {
        change { state in
            let text = state.texts[stream.rawValue].take(bytes)
            output(text, &state)
        }
    }

    func resized(columns: Int, rows: Int) {
        change { write(Asciicast.resize(columns: columns, rows: rows, after: .now - begun), &$0) }
    }

    /// Writes what is left, and sees to it that all of it is on the disk. Once.
    ///
    /// - Returns: also where it failed midway: what is in the file then is whole lines, and is a recording.
    func finish() -> Summary {
        let failure = state.withLock { state -> Failure? in
            let before = state.failure == nil
            for index in state.texts.indices { output(state.texts[index].rest(), &state) }
            state.isFinished = true
            if state.failure == nil, fsync(descriptor) != 0, errno != EINVAL { fail(&state) }
            return before ? state.failure : nil
        }
        if let failure { failed(failure) }
        return state.withLock { state in
            Summary(path: path, sha256: state.digest.hexadecimal(), bytes: state.size)
        }
    }

    /// Nothing has happened that it could tell of.
    func discard() { unlink(path) }

    private func output(_ text: String, _ state: inout State) {
        guard !text.isEmpty else { return }
        write(Asciicast.output(text, after: .now - begun), &state)
    }

    private func change(_ body: (inout State) -> Void) {
        let failure = state.withLock { state -> Failure? in
            guard state.failure == nil, !state.isFinished else { return nil }
            body(&state)
            return state.failure
        }
        if let failure { failed(failure) }
    }

    private func write(_ line: [UInt8], _ state: inout State) {
        guard state.failure == nil else { return }
        guard line.withUnsafeBytes({ Descriptor.writeAll(descriptor, $0) }) else { return fail(&state) }
        line.withUnsafeBytes { state.digest.take($0) }
        state.size += Int64(line.count)
    }

    /// What was cut off is taken away, so that the file stays one that can be played.
    private func fail(_ state: inout State) {
        state.failure = Failure(path: path, reason: String(cString: strerror(errno)))
        ftruncate(descriptor, off_t(state.size))
    }
}
