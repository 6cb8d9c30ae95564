public import AuthorizedKeys

/// What ``HostScript/change`` has answered.
public enum ChangeAnswer: Sendable, Hashable {
    /// The new files are in place. Until it is confirmed, the host will put the old ones back.
    case changed
    /// The files are the old ones.
    case failed(Failure)

    public struct Failure: Sendable, Hashable {
        public let step: Step
        /// The number of the file in the request; nil where it is about none.
        public let file: Int?
        /// Of ``Step/check`` and ``Step/effect``: the number of the duty in the request.
        public let duty: Int?
        /// What a program said there, of which that was asked; anybody's text.
        public let said: RawText?
        /// Of ``Step/busy``: who is at it.
        public let pending: PendingChange?
        /// The reverter had been started, and has been made to put back what was replaced.
        public let wasArmed: Bool

        init(
            step: Step, file: Int? = nil, duty: Int? = nil, said: RawText? = nil, pending: PendingChange? = nil,
            wasArmed: Bool
        ) {
            self.step = step
            self.file = file
            self.duty = duty
            self.said = said
            self.pending = pending
            self.wasArmed = wasArmed
        }
    }

    /// What could not be done.
    public enum Step: String, Sendable, Hashable, CaseIterable {
        case input, state, busy, quarantine, folder, differs, write, owner, keep, arm, rename, reread, check, effect,
            late

        var isDuty: Bool { self == .check || self == .effect }

        /// Lower case, no final stop.
        public var message: String {
            switch self {
            case .input: "what was sent did not arrive whole"
            case .state: "its state folder cannot be written: no room left, or no right to"
            case .busy: "somebody else is changing this machine"
            case .quarantine: "the quarantine file cannot be written: no room left"
            case .folder: "the folder is not where it was, or cannot be made"
            case .differs: "the file has changed since it was read"
            case .write: "the new file cannot be written whole: no room left"
            case .owner: "the new file cannot be given to the account"
            case .keep: "the old file cannot be kept beside the new one"
            case .arm: "nothing could be started there that would take the change back"
            case .rename: "the file cannot be replaced: it may be immutable"
            case .reread: "the file does not read as it was written"
            case .check: "what was written is not what its program takes"
            case .effect: "what was written did not take effect"
            case .late: "the change took longer than it was given, and was taken back"
            }
        }

        public var hint: String {
            switch self {
            case .input, .late, .differs: "try again"
            case .busy: "wait for them, or ask them"
            case .state, .quarantine, .write, .keep: "df -h /var/lib /home there, and make room"
            case .folder, .owner: "ls -la the folder there: it must be the account's own, and no link"
            case .arm: "look whether processes may stay there: ulimit -u, KillUserProcesses in logind.conf"
            case .check, .effect: "sshd -t there, and look at its log: journalctl -u ssh"
            case .rename, .reread: "lsattr the file there"
            }
        }
    }

    public static func read(_ answer: [UInt8], to request: ChangeRequest) throws(AnswerError) -> ChangeAnswer {
        var lines = try AnswerLines(answer, limit: 1 << 17)
        var line = try lines.line()
        let isArmed = line.word == "armed"
        if isArmed {
            _ = try line.number(line.rest)
            line = try lines.line()
        }
        var pending: PendingChange?
        if !isArmed, line.word == "lock" {
            pending = try SurveyReader.pending(line)
            line = try lines.line()
        }
        var said: RawText?
        if isArmed, line.word == "said" {
            // A line of sshd's log on a terminal ends in a carriage return as well.
            let words = line.rest.last == UInt8(ascii: "\r") ? line.rest.dropLast() : line.rest
            said = words.isEmpty ? nil : RawText(words.prefix(400))
            line = try lines.line()
        }
        switch line.word {
        case "changed" where isArmed && said == nil:
            guard line.rest.elementsEqual(request.token.text.utf8) else { throw line.error }
            return .changed
        case "failed":
            let fields = try line.fields(2)
            let number = try line.number(fields[1])
            guard let step = Step(rawValue: String(decoding: fields[0], as: UTF8.self)),
                number <= (step.isDuty ? request.duties.count : max(request.files.count, request.duties.count))
            else { throw line.error }
            let index = number == 0 ? nil : Int(number) - 1
            return .failed(
                Failure(
                    step: step, file: step.isDuty ? nil : index, duty: step.isDuty ? index : nil, said: said,
                    pending: pending, wasArmed: isArmed))
        default: throw line.error
        }
    }
}
