import NIOCore

/// Stands between the network and libssh2 until the server has shown that it speaks SSH, and an SSH that we can.
///
/// libssh2 would wait for the end of a version line for ever, and of a server without a common algorithm it says no more
/// than that there is none.
struct GreetingGuard {
    private enum Phase {
        /// Nothing is let through before the version is known.
        case version(held: [ByteBuffer])
        case algorithms
        case through
    }

    private var greeting = Greeting()
    private var phase = Phase.version(held: [])
    private var ours: AlgorithmLists?
    private var theirs: AlgorithmLists?

    /// Says what we propose. The server may have greeted us before: some do not wait for our version.
    mutating func settle(_ ours: AlgorithmLists) throws(SSHError) {
        self.ours = ours
        try judge()
    }

    /// The server's version line, once it is known.
    var version: String? { greeting.version }

    /// What is known of a server that has gone before it had named its version: that it was none, or its words.
    var farewell: SSHError? {
        guard case .version = phase else { return nil }
        return greeting.stranger.map(SSHError.greeting) ?? greeting.lines.last.map(SSHError.turnedAway)
    }

    private func judge() throws(SSHError) {
        guard let ours, let theirs else { return }
        let mismatches = AlgorithmMismatch.all(ours: ours, theirs: theirs)
        guard mismatches.isEmpty else { throw .algorithms(mismatches) }
    }

    /// Looks at bytes as they come, and says what libssh2 may see.
    mutating func admit(_ bytes: ByteBuffer) throws(SSHError) -> [ByteBuffer] {
        if case .through = phase { return [bytes] }
        let state: Greeting.State
        do throws(GreetingError) {
            state = try greeting.feed(bytes)
        } catch {
            throw .greeting(error)
        }
        switch (state, phase) {
        case (.needMore, .version(let held)):
            phase = .version(held: held + [bytes])
            return []
        case (.needMore, _):
            return [bytes]
        case (.version, .version(let held)):
            phase = .algorithms
            return held + [bytes]
        case (.version, _):
            return [bytes]
        case (.algorithms(let theirs), let before):
            self.theirs = theirs
            try judge()
            phase = .through
            if case .version(let held) = before { return held + [bytes] }
            return [bytes]
        }
    }
}
