internal import AuthorizedKeys
public import Inventory

/// An exception from the policy, on a machine that it is for.
public struct ExceptedFinding: Sendable, Hashable {
    public enum State: Sendable, Hashable {
        /// It stands for what would be a finding.
        case used
        /// What it says is not what sshd goes by, yet or any more.
        case pending
        /// The policy takes its value as it is.
        case needless
        /// No rule that it is from is asked of such a machine, or of so old an sshd.
        case unasked
        /// Its time is over.
        case expired
    }

    public let exception: PolicyException
    public let state: State
    /// Whether it still holds, and will not in ``PolicyException/warnedDays``.
    public let isEnding: Bool
    /// What was measured where it applies; empty where nothing was asked.
    public let cases: [PolicyCases]

    /// What sshd goes by where it applies, each value with the line that sets it.
    var measured: String { cases.map(\.words).joined(separator: ", ") }

    /// How it stands, for a table.
    var standing: String {
        switch state {
        case .used: measured + (isEnding ? "; it ends soon" : "")
        case .pending: measured.isEmpty ? "not asked about" : measured
        case .needless: "nothing needs it: the policy takes the value as it is"
        case .unasked: "nothing needs it: the policy asks no such thing here"
        case .expired: "its time is over: the policy holds again"
        }
    }

    /// `MaxSessions is 20 (…:3), which is excepted until 2027-01-31: many tabs (olga)`
    public var message: String {
        let name = exception.directive.rawValue
        let account = exception.user.map { " for \($0)" } ?? ""
        let why = "\(RawText(exception.reason).escaped()) (\(RawText(exception.owner).escaped()))"
        let end = "until \(exception.until)"
        switch state {
        case .used:
            return "\(name) is \(measured), which is excepted \(end)\(isEnding ? ", soon" : ""): \(why)"
        case .pending:
            let now = measured.isEmpty ? "was not asked about" : "is \(measured)"
            return "\(name) \(now), and may be \(exception.value)\(account) \(end): \(why)"
        case .needless:
            return "nothing needs the exception of \(name)\(account): the policy takes \(exception.value) as it is; "
                + "take it out of levels.yaml"
        case .unasked:
            return "nothing needs the exception of \(name)\(account): the policy asks no such thing of this machine; "
                + "take it out of levels.yaml"
        case .expired:
            return "the exception of \(name)\(account) ended on \(exception.until), and the policy holds again: \(why)"
        }
    }
}
