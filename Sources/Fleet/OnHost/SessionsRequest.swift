/// Whose sessions ``HostScript/sessions`` is to find.
public struct SessionsRequest: Sendable, Hashable {
    public static let limit = 1000

    /// `SHA256:...`
    public let fingerprints: [String]
    /// The accounts that they may be in.
    public let users: [String]

    /// Nil for what is no fingerprint or no account's name, or too many of them.
    public init?(fingerprints: [String], users: [String]) {
        guard fingerprints.count <= Self.limit, fingerprints.allSatisfy(Fingerprint.isGood),
            users.count <= SurveyRequest.limit, users.allSatisfy(AccountName.isGood)
        else { return nil }
        self.fingerprints = fingerprints
        self.users = users
    }

    /// All of its stdin.
    public var input: [UInt8] { Array((fingerprints + ["."] + users + ["."]).map { $0 + "\n" }.joined().utf8) }
}

/// What it has answered.
public struct SessionsAnswer: Sendable, Hashable {
    /// A session of somebody's.
    public struct Session: Sendable, Hashable {
        /// Of the sshd that serves it.
        public let process: Int64
        public let user: String
        /// `SHA256:...`
        public let key: String
        /// Where it comes from, as sshd's log has it; escaped.
        public let from: String
        /// Whether it was told to end, and is no more.
        public let isEnded: Bool
    }

    /// A session of which the log does not tell whose it is.
    public struct Unknown: Sendable, Hashable {
        public let process: Int64
        public let user: String
    }

    public let sessions: [Session]
    public let unknown: [Unknown]
    /// Whether there was a log with any login in it.
    public let hasLog: Bool

    public static func read(_ answer: [UInt8], to request: SessionsRequest) throws(AnswerError) -> SessionsAnswer {
        var lines = try AnswerLines(answer, limit: 1 << 20)
        var found: [(process: Int64, user: String, key: String, from: String)] = []
        var unknown: [Unknown] = []
        var ended: Set<Int64> = []
        var hasLog = true
        while true {
            let line = try lines.line()
            switch line.word {
            case "nolog": hasLog = false
            case "session":
                let fields = try line.fields(4)
                let key = String(decoding: fields[2], as: UTF8.self)
                guard request.fingerprints.contains(key) else { throw line.error }
                let user = try request.user(fields[1], line)
                found.append((try line.number(fields[0]), user, key, AnswerLine.shown(fields[3])))
            case "unknown":
                let fields = try line.fields(2)
                unknown.append(
                    Unknown(process: try line.number(fields[0]), user: try request.user(fields[1], line)))
            case "ended": ended.insert(try line.number(line.rest))
            case "end":
                let sessions = found.map {
                    Session(
                        process: $0.process, user: $0.user, key: $0.key, from: $0.from,
                        isEnded: ended.contains($0.process))
                }
                return SessionsAnswer(sessions: sessions, unknown: unknown, hasLog: hasLog)
            default: throw line.error
            }
        }
    }
}

extension SessionsRequest {
    fileprivate func user(_ field: ArraySlice<UInt8>, _ line: AnswerLine) throws(AnswerError) -> String {
        let user = String(decoding: field, as: UTF8.self)
        guard users.contains(user) else { throw line.error }
        return user
    }
}

/// `SHA256:` and 43 characters of base64, as ssh-keygen(1) and sshd's log write a key's.
enum Fingerprint {
    static func isGood(_ text: String) -> Bool {
        text.hasPrefix("SHA256:") && text.utf8.count == 50
            && text.utf8.dropFirst(7).allSatisfy { byte in
                (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2B || byte == 0x2F
            }
    }
}
