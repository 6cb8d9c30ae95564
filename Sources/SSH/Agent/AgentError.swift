/// Why an ssh-agent could not be used.
public enum AgentError: Error, Hashable, Sendable {
    /// `SSH_AUTH_SOCK` is not set.
    case notConfigured
    /// There is no socket at the path, or nobody listens on it, or it is not ours to use.
    case unreachable(path: String, reason: String)
    /// The agent took the connection, or let it wait, and did not answer in time.
    case timedOut(path: String, after: Duration)
    /// The agent closed the connection before it had answered.
    case closed(path: String)
    case malformed(path: String, reason: String)
    case refusedToList(path: String)
    case refusedToSign(path: String, key: PublicKeyBlob)
    case cancelled

    public var message: String {
        switch self {
        case .notConfigured: "no ssh-agent: SSH_AUTH_SOCK is not set"
        case .unreachable(let path, let reason): "no ssh-agent at \(escapedForTerminal(path)): \(reason)"
        case .timedOut(let path, let after):
            "the ssh-agent at \(escapedForTerminal(path)) did not answer within \(after.components.seconds) s"
        case .closed(let path): "the ssh-agent at \(escapedForTerminal(path)) closed the connection without an answer"
        case .malformed(let path, let reason):
            "the ssh-agent at \(escapedForTerminal(path)) sent what is no answer: \(reason)"
        case .refusedToList(let path): "the ssh-agent at \(escapedForTerminal(path)) refused to list its keys"
        case .refusedToSign(_, let key): "the ssh-agent refused to sign with \(key)"
        case .cancelled: "interrupted while the ssh-agent was asked"
        }
    }

    public var hint: String {
        switch self {
        case .notConfigured: "start one with: eval \"$(ssh-agent)\" && ssh-add"
        case .unreachable: "see whether it lives with: ssh-add -l"
        case .timedOut, .closed, .malformed: "start another with: eval \"$(ssh-agent)\" && ssh-add"
        case .refusedToList: "if the agent is locked, unlock it with: ssh-add -X"
        case .refusedToSign: "confirm the use of the key or touch the token when asked; ssh-add -l shows what is held"
        case .cancelled: "try again"
        }
    }
}
