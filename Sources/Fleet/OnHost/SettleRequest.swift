/// What ``HostScript/settle`` is to do about a change.
public struct SettleRequest: Sendable, Hashable {
    public enum Verb: String, Sendable, Hashable {
        /// Let the new files stay.
        case confirm
        /// Put the old ones back, or clear away what is left of a change that never came to replace any.
        case revert
    }

    public let verb: Verb
    /// Nil for one that was ended before it wrote its token down.
    public let token: ChangeToken?

    public init(_ verb: Verb, _ token: ChangeToken?) {
        self.verb = verb
        self.token = token
    }

    /// All of its stdin.
    public var input: [UInt8] { Array("\(verb.rawValue)\n\(token?.text ?? "-")\n".utf8) }
}

/// What it has answered.
public enum SettleAnswer: Sendable, Hashable {
    case confirmed
    case reverted
    /// The machine knows of no such change any more; how the last one there ended, which may be this one.
    case none(last: SettledChange?)
    /// A file is no longer as it was written: nothing was confirmed, and the host will put back what is still ours.
    case differs
    /// The host has begun to put the old files back.
    case late
    /// Something is in the way of putting the old files back.
    case stuck

    public static func read(_ answer: [UInt8]) throws(AnswerError) -> SettleAnswer {
        var lines = try AnswerLines(answer, limit: 1 << 17)
        let line = try lines.line()
        switch (line.word, String(decoding: line.rest.prefix(16), as: UTF8.self)) {
        case ("confirmed", ""): return .confirmed
        case ("reverted", ""): return .reverted
        case ("none", _): return .none(last: SurveyReader.settled(line))
        case ("failed", "differs"): return .differs
        case ("failed", "late"): return .late
        case ("failed", "revert"): return .stuck
        default: throw line.error
        }
    }
}
