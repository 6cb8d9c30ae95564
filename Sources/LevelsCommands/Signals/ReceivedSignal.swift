#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A signal that was sent to us.
struct ReceivedSignal: Sendable, Hashable {
    let number: Int32
    /// The kernel sent it, to every process of the terminal's foreground group: a client of ours has it already.
    let fromTerminal: Bool

    /// Ctrl-C and Ctrl-\ are how a person talks to the client; these two are how somebody ends us.
    var endsUs: Bool { number == SIGTERM || number == SIGHUP }

    /// Whether a running client has to be told, because it did not get the signal by itself.
    var isForTheClient: Bool { !fromTerminal }
}
