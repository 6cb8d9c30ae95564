#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The terminal that we were started from, lent to a process group: its keys mean that group then, and it alone may read.
///
/// The script has a group of its own, so that it can be ended with all that it has started and without whoever started us.
/// So it has to be put in the foreground, and when it is stopped we have to stop as well, for the shell to see it.
struct TerminalLoan: Sendable {
    private let terminal: Int32

    /// Nil where we have no terminal (tty(4)).
    init?() {
        terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else { return nil }
    }

    /// Whether there is a shell that could have us go on again: the first process of a session has none.
    static var canBeStopped: Bool { getsid(0) != getpid() && !SignalSet.isIgnored(SIGTSTP) }

    /// Whether it is ours to lend: not where our job is in the background.
    var isOurs: Bool { tcgetpgrp(terminal) == getpgrp() }

    func lend(to group: pid_t) {
        if isOurs { hand(to: group) }
    }

    func takeBack(from group: pid_t) {
        guard tcgetpgrp(terminal) == group else { return }
        hand(to: getpgrp())
    }

    /// From the background this would stop us, were the signal not blocked (tcsetpgrp(3)).
    private func hand(to group: pid_t) {
        let before = SignalSet([SIGTTOU]).block()
        tcsetpgrp(terminal, group)
        before.restore()
    }
}
