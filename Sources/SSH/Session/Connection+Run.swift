public import NIOCore

extension Connection {
    /// Runs a command to its end, with `input` as its standard input.
    ///
    /// - Parameters:
    ///   - command: handed to the login shell of the account, whichever that is: a constant, never made of foreign text.
    ///   - limit: bytes of standard output and standard error together. A command that says more is cut off.
    ///   - time: how long the command may take, from when it was started; a channel for it may take as long.
    /// - Throws: what kept it from starting, or from being heard to its end. The session goes on after a command that
    ///   took too long, or that nobody waits for any more; the server ends it when its output goes nowhere.
    public func run(
        _ command: String, input: ByteBuffer = ByteBuffer(), limit: Int, within time: Duration
    ) async throws(SSHError) -> CommandOutput {
        let conversation = try await converse(command, limit: limit, within: time)
        conversation.say(input)
        conversation.finish()
        let result: Result<CommandOutput, SSHError>
        do throws(SSHError) { result = .success(try await conversation.hear(within: time)) } catch {
            result = .failure(error)
        }
        conversation.end()
        return try result.get()
    }

    /// Starts a command that is to be spoken with. Whoever starts it calls ``Conversation/end()``.
    ///
    /// - Parameters:
    ///   - command: as for ``run(_:input:limit:within:)``.
    ///   - limit: bytes of standard output and standard error together, of all that is heard of it.
    ///   - time: how long starting it may take.
    public func converse(
        _ command: String, limit: Int, within time: Duration
    ) async throws(SSHError) -> Conversation {
        let hearing = CommandHearing(limit: limit)
        let channel = try await start(
            ProgramRequest(.command(Array(command.utf8))), credit: limit + 1, within: time
        ) { hearing.note($0) }
        return Conversation(channel: channel, eventLoop: eventLoop, hearing: hearing)
    }
}

/// What a command said, and how it ended.
public struct CommandOutput: Sendable, Hashable {
    public internal(set) var output: [UInt8] = []
    public internal(set) var errorOutput: [UInt8] = []
    /// Nil for a command that ended without a word, which is not success, and for one that was cut off.
    public internal(set) var exit: ExitReport?
    /// Whether it said more than it was allowed to: what is here is the beginning.
    public internal(set) var wasCut = false

    public init() {}
}
