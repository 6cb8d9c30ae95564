public import SSH
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The terminal that we were started on. In raw mode every key goes to the far side, which echoes what is to be seen.
///
/// It is as it was on every way out: when the session is over, when we are told to end, and when we crash, by a handler
/// that does nothing but that. Nothing can be done about SIGKILL; shells put a terminal in order after it.
public struct LocalTerminal: Sendable {
    private let descriptor: Int32
    private let before: termios

    /// Nil where the descriptor is no terminal.
    public init?(_ descriptor: Int32) {
        var now = termios()
        guard tcgetattr(descriptor, &now) == 0 else { return nil }
        self.descriptor = descriptor
        before = now
    }

    public var size: TerminalSize {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return TerminalSize(columns: 80, rows: 24)
        }
        return TerminalSize(columns: size.ws_col, rows: size.ws_row, width: size.ws_xpixel, height: size.ws_ypixel)
    }

    /// - Parameter type: `TERM`.
    public func request(type: String) -> TerminalRequest {
        TerminalRequest(type: type, size: size, modes: TerminalModes.encoded(before))
    }

    /// Every key is handed on as it is from now on.
    public func makeRaw() {
        var raw = before
        raw.c_iflag |= tcflag_t(IGNPAR)
        raw.c_iflag &= ~tcflag_t(ISTRIP | INLCR | IGNCR | ICRNL | IXON | IXANY | IXOFF)
        raw.c_lflag &= ~tcflag_t(ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHONL | IEXTEN)
        raw.c_oflag &= ~tcflag_t(OPOST)
        CrashRestorer.arm(descriptor, before)
        _ = tcsetattr(descriptor, TCSADRAIN, &raw)
    }

    /// As it was when we came.
    public func restore() {
        CrashRestorer.disarm()
        var was = before
        _ = tcsetattr(descriptor, TCSADRAIN, &was)
    }

    /// Undoes what a full-screen program has left that was cut off: the other screen, a hidden cursor, a mouse that reports.
    static let tidying =
        "\u{1b}[?1000l\u{1b}[?1002l\u{1b}[?1003l\u{1b}[?1006l\u{1b}[?2004l\u{1b}[?1049l\u{1b}[?25h\u{1b}[0m"
}

/// Puts a terminal in order when we crash. What a signal handler may do is little, and tcsetattr(3) is among it
/// (signal-safety(7)).
private enum CrashRestorer {
    /// The address of the modes to put back; 0 for none. Kept as a number, which a handler can read without a lock.
    private static let modes = Atomic<UInt>(0)
    private static let descriptor = Atomic<Int32>(-1)
    private static let fatal = [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS]

    static func arm(_ terminal: Int32, _ before: termios) {
        let place = UnsafeMutablePointer<termios>.allocate(capacity: 1)
        place.initialize(to: before)
        descriptor.store(terminal, ordering: .releasing)
        // The one before is not freed: a handler may be looking at it.
        modes.store(UInt(bitPattern: place), ordering: .releasing)
        for number in fatal {
            var action = sigaction()
            #if canImport(Darwin)
                action.__sigaction_u.__sa_handler = { CrashRestorer.crashed($0) }
            #else
                action.__sigaction_handler.sa_handler = { CrashRestorer.crashed($0) }
            #endif
            // Only once: the next one ends us as it would have without a handler.
            action.sa_flags = Int32(truncatingIfNeeded: SA_RESETHAND)
            sigaction(number, &action, nil)
        }
    }

    static func disarm() { modes.store(0, ordering: .releasing) }

    private static func crashed(_ number: Int32) {
        if let place = UnsafePointer<termios>(bitPattern: modes.load(ordering: .acquiring)) {
            _ = tcsetattr(descriptor.load(ordering: .acquiring), TCSANOW, place)
        }
        raise(number)
    }
}
