import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A terminal for the script, of which we hold the other end (pty(7)).
struct PseudoTerminal: Sendable {
    /// Our end: what is read is what the script shows, and what is written is what is typed.
    let master: Int32
    /// What a process opens to have it.
    let path: String

    /// Nil where there is none to be had.
    init?() {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard master >= 0 else { return nil }
        #if canImport(Darwin)
            guard grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master) else {
                close(master)
                return nil
            }
            path = String(cString: name)
        #else
            // TIOCSPTLCK and TIOCGPTN (ioctl_tty(2)): Glibc hides the functions from Swift, which make these two calls.
            var locked: Int32 = 0
            var number: UInt32 = 0
            guard ioctl(master, 0x4004_5431, &locked) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
                close(master)
                return nil
            }
            path = "/dev/pts/\(number)"
        #endif
    }

    /// Tells whoever is in the foreground of it.
    func resize(to size: TerminalSize) {
        var window = winsize(
            ws_row: UInt16(clamping: size.rows), ws_col: UInt16(clamping: size.columns),
            ws_xpixel: UInt16(clamping: size.width), ws_ypixel: UInt16(clamping: size.height))
        _ = ioctl(master, UInt(TIOCSWINSZ), &window)
    }
}
