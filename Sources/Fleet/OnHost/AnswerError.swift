internal import AuthorizedKeys

/// Why what a host wrote is no answer.
public enum AnswerError: Error, Sendable, Hashable {
    /// Not a line of ours in it: the account's shell or sudo said something else; its first line.
    case noAnswer(said: String)
    /// It ends before it is whole.
    case cutShort
    /// More bytes, or lines of one kind, than any honest host has.
    case tooLong(limit: Int)
    /// A line that is none of ours, or in the wrong place; it is escaped and cut.
    case unexpected(line: Int, String)

    /// Lower case, no final stop.
    public var message: String {
        switch self {
        case .noAnswer(let said) where said.isEmpty: "the host said nothing"
        case .noAnswer(let said): "the host did not answer as asked; it said: \(said)"
        case .cutShort: "the host's answer was cut short"
        case .tooLong(let limit): "the host's answer is longer than \(limit) allow"
        case .unexpected(let line, let text): "line \(line) of the host's answer means nothing: \(text)"
        }
    }

    public var hint: String {
        switch self {
        case .noAnswer:
            "log in as the admin account and try: sudo -n true; the admin account needs sudo without a password"
        case .cutShort: "try again; the connection ended, or the host has no room or memory left"
        case .tooLong, .unexpected: "look at what the host's /bin/sh, stat, od and sha256sum are"
        }
    }

    static func unexpected(_ number: Int, _ line: some Collection<UInt8>) -> AnswerError {
        .unexpected(line: number, RawText(line).escaped(limit: 80))
    }
}
