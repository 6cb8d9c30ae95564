/// How a client ended.
enum ClientOutcome: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)

    /// What we exit with for it: its own code, or 128 + n as a shell gives it.
    var exitCode: Int32 {
        switch self {
        case .exited(let code): code
        case .signalled(let signal): 128 + signal
        }
    }
}
