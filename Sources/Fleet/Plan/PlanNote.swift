public import AuthorizedKeys

/// What is to be said of a machine beside its differences.
public enum PlanNote: Sendable, Hashable {
    /// sshd takes keys for the account that no file of it names: `word value`.
    case otherSource(user: String, RawText)
    /// sshd did not say what it would read; its own words.
    case settingsUnknown(user: String, RawText)
    /// The listener that let us in was not to be found: its usual configuration was asked.
    case serverGuessed
    case publicKeysOff(user: String)
    /// sshd passes over the whole file.
    case fileIgnored(user: String, RawText, String)
    /// A further file that could not be read, though sshd may read it.
    case fileUnread(user: String, RawText, PlanRefusal.FileProblem)
    /// Seconds that its clock is ahead, or behind if negative: expiry dates end by it.
    case clock(Int64)
    /// The sshd there is too old for expiry dates in UTC; they are written in its own time.
    case localExpiry(user: String)
    /// Somebody's change was left over, and will be taken back first.
    case leftOver(PendingChange)
    /// The last change there was taken back by the machine itself.
    case tookBack(SettledChange)
    /// The whitelist is too long for `from=`: the packet filter alone holds it.
    case sourcesLeftOut(user: String)
    /// About who may come to a bastion.
    case guarding(GuardNote)
    /// About the login policy, in words, escaped: of an exception, or what was not asked.
    case policy(String)

    /// Lower case, no final stop.
    public var message: String {
        switch self {
        case .otherSource(let user, let source): "\(user): sshd also takes keys by \(source.escaped(limit: 160))"
        case .settingsUnknown(let user, let said):
            "\(user): sshd would not say what it reads, so its defaults are assumed: \(said.escaped(limit: 160))"
        case .serverGuessed: "which sshd serves us was not to be found: the usual configuration is assumed"
        case .publicKeysOff(let user): "\(user): sshd takes no public keys at all (PubkeyAuthentication no)"
        case .fileIgnored(let user, let path, let why): "\(user): sshd ignores \(path.escaped(limit: 120)): \(why)"
        case .fileUnread(let user, let path, let problem):
            "\(user): \(path.escaped(limit: 120)) was not read, and may hold keys: it \(problem.message)"
        case .clock(let seconds):
            "its clock is \(PlanRefusal.words(seconds: Int64(clamping: seconds.magnitude))) "
                + (seconds > 0 ? "ahead" : "behind") + ": expiry dates end by it"
        case .localExpiry(let user): "\(user): its sshd is older than 9.1: expiry dates are written in its own time"
        case .leftOver(let change):
            "a change was left over there (\(change.state.rawValue)"
                + (change.holder.isEmpty ? "" : ", by \(change.holder.escaped(limit: 80))") + "): it is ended first"
        case .tookBack(let change):
            "the last change there was not confirmed, and the machine took it back at \(UTCTime(change.at)), by its clock"
        case .sourcesLeftOut(let user):
            "\(user): the whitelist is too long for from= (\(Sources.longest) bytes): the packet filter alone holds it"
        case .guarding(let note): note.message
        case .policy(let words): "login: \(words)"
        }
    }

    /// The word for programs.
    public var name: String {
        switch self {
        case .otherSource: "other-source"
        case .settingsUnknown: "settings-unknown"
        case .serverGuessed: "server-guessed"
        case .publicKeysOff: "public-keys-off"
        case .fileIgnored: "file-ignored"
        case .fileUnread: "file-unread"
        case .clock: "clock"
        case .localExpiry: "local-expiry"
        case .leftOver: "left-over"
        case .tookBack: "took-back"
        case .sourcesLeftOut: "sources-left-out"
        case .guarding(let note): note.name
        case .policy: "login"
        }
    }
}
