#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A set of signals (sigsetops(3)).
struct SignalSet: Sendable {
    private(set) var raw: sigset_t

    init(_ numbers: [Int32]) {
        raw = sigset_t()
        sigemptyset(&raw)
        for number in numbers { sigaddset(&raw, number) }
    }

    private init(raw: sigset_t) {
        self.raw = raw
    }

    /// Blocks the signals in this thread, and in all that it starts; gives what was blocked before.
    func block() -> SignalSet {
        var set = raw
        var before = sigset_t()
        pthread_sigmask(SIG_BLOCK, &set, &before)
        return SignalSet(raw: before)
    }

    /// Makes these the blocked ones of this thread, as ``block()`` has found them.
    func restore() {
        var set = raw
        pthread_sigmask(SIG_SETMASK, &set, nil)
    }

    /// Waits for one of the signals, which must be blocked; nil where the wait was interrupted.
    func next() -> ReceivedSignal? {
        var set = raw
        #if canImport(Darwin)
            var number: Int32 = 0
            guard sigwait(&set, &number) == 0 else { return nil }
            // Darwin does not say who sent it: where the terminal is ours, it is taken for the sender of Ctrl-C.
            let typed = number == SIGINT || number == SIGQUIT
            return ReceivedSignal(number: number, fromTerminal: typed && tcgetpgrp(STDIN_FILENO) == getpgrp())
        #else
            var origin = siginfo_t()
            let number = sigwaitinfo(&set, &origin)
            guard number > 0 else { return nil }
            // Positive codes are the kernel's own (sigaction(2), "si_code").
            return ReceivedSignal(number: number, fromTerminal: origin.si_code > 0)
        #endif
    }

    /// Whether we were started to ignore it, or do.
    static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        #if canImport(Darwin)
            return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == 1
        #else
            return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
        #endif
    }
}
