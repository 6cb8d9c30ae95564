import SSH

/// Gives passphrases in turn, and counts how often it was asked.
actor Answers: PassphraseSource {
    nonisolated let attempts: Int
    private var left: [String]
    private(set) var asked = 0

    init(_ answers: String..., attempts: Int = 3) {
        left = answers
        self.attempts = attempts
    }

    func passphrase(for request: PassphraseRequest) async throws(PassphraseError) -> Secret {
        asked += 1
        guard !left.isEmpty else { throw .declined }
        return Secret(left.removeFirst())
    }
}
