internal import AuthorizedKeys
import NIOCore
import SSH

/// A ``HostScript/visit`` that goes on: one command on the machine that is asked, changes, and settles, as it is told.
struct MachineTalk: Sendable {
    private let conversation: Conversation

    init(on session: any Connection, sudo: Bool, within time: Duration) async throws(SSHError) {
        conversation = try await session.converse(
            HostScript.visit.command(sudo: sudo), limit: SurveyRequest.answerLimit, within: time)
    }

    func survey(_ request: SurveyRequest, within time: Duration) async throws -> [UInt8] {
        try await ask(request.input, lastWords: ["end"], within: time)
    }

    func change(_ request: ChangeRequest, within time: Duration) async throws -> ChangeAnswer {
        let said = try await ask(HostScript.more + request.input, lastWords: ["changed", "failed"], within: time)
        return try ChangeAnswer.read(said, to: request)
    }

    func settle(_ request: SettleRequest, within time: Duration) async throws -> SettleAnswer {
        let words: Set = ["confirmed", "reverted", "none", "failed"]
        return try SettleAnswer.read(try await ask(request.input, lastWords: words, within: time))
    }

    func end() { conversation.end() }

    /// - Parameter lastWords: what a line begins with that ends an answer.
    private func ask(_ input: [UInt8], lastWords: Set<String>, within time: Duration) async throws -> [UInt8] {
        conversation.say(ByteBuffer(bytes: input))
        let said = try await conversation.hear(
            to: { line in
                let word = line.prefix(16).prefix { $0 != UInt8(ascii: " ") }
                return lastWords.contains(String(decoding: word, as: UTF8.self))
            }, within: time)
        return try said.answer(limit: SurveyRequest.answerLimit)
    }
}

extension CommandOutput {
    /// Standard output, if there is any of it and all of it.
    func answer(limit: Int) throws(AnswerError) -> [UInt8] {
        if wasCut { throw AnswerError.tooLong(limit: limit) }
        // What sudo and a login shell complain of says more than silence.
        if output.isEmpty {
            throw AnswerError.noAnswer(said: RawText(errorOutput.prefix(200)).escaped(limit: 160))
        }
        return output
    }
}
