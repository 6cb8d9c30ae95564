public import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// How a program at a host ended.
public enum RemoteEnd: Sendable {
    case exited(Int32)
    /// A signal's name without SIG, as the server sent it.
    case signalled(String)
    /// The server closed the channel without a word on how it ended: that is not success.
    case silent
    /// Whoever read its output is gone.
    case unheard
    /// We have closed the channel.
    case closed
    case lost(SSHError)
}

/// Signals by their names on the wire (RFC 4254, section 6.10) and their numbers here.
public enum SignalName {
    /// Without SIG; nil for one that has no name there.
    public static func name(of number: Int32) -> String? { names.first { $0.number == number }?.name }

    public static func number(of name: String) -> Int32? { names.first { $0.name == name }?.number }

    private static let names: [(name: String, number: Int32)] = [
        ("ABRT", SIGABRT), ("ALRM", SIGALRM), ("FPE", SIGFPE), ("HUP", SIGHUP), ("ILL", SIGILL), ("INT", SIGINT),
        ("KILL", SIGKILL), ("PIPE", SIGPIPE), ("QUIT", SIGQUIT), ("SEGV", SIGSEGV), ("TERM", SIGTERM),
        ("USR1", SIGUSR1), ("USR2", SIGUSR2), ("BUS", SIGBUS), ("XCPU", SIGXCPU), ("XFSZ", SIGXFSZ),
        ("TRAP", SIGTRAP), ("SYS", SIGSYS), ("VTALRM", SIGVTALRM), ("PROF", SIGPROF),
    ]
}
