/// How a command of ours ends, after sysexits.h where that has a word for it. A client's own exit code passes through
/// untouched, so ours lie where those seldom are.
public enum ExitStatus: Int32, Sendable {
    case done = 0
    /// `plan` or `verify` found a difference.
    case difference = 2
    case usage = 64
    /// A key or data file is bad.
    case badData = 65
    /// A bastion, host or database cannot be had.
    case unavailable = 69
    /// A fault of ours.
    case bug = 70
    /// What was asked for was done, and stdout did not take all of what was to be said of it.
    case lostOutput = 74
    /// Timed out, or left owing: try again.
    case tryAgain = 75
    /// A host key that is not the declared one, or a peer that does not speak SSH as we can.
    case protocolMismatch = 76
    /// Refused: authentication, isolation, policy.
    case refused = 77
    /// The declared state is wrong.
    case configuration = 78
}
