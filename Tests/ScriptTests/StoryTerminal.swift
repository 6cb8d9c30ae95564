#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A terminal on which the story is the one who types.
final class StoryTerminal {
    private let keyboard: Int32
    /// What a program opens to have it.
    let path: String
    private(set) var shown: [UInt8] = []

    /// Nil where there is none to be had.
    init?() {
        keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        #if canImport(Darwin)
            guard keyboard >= 0, grantpt(keyboard) == 0, unlockpt(keyboard) == 0, let name = ptsname(keyboard) else {
                return nil
            }
            path = String(cString: name)
        #else
            // TIOCSPTLCK and TIOCGPTN: Glibc hides the functions from Swift, which make these two calls.
            var locked: Int32 = 0
            var number: UInt32 = 0
            guard keyboard >= 0, ioctl(keyboard, 0x4004_5431, &locked) == 0,
                ioctl(keyboard, 0x8004_5430, &number) == 0
            else { return nil }
            path = "/dev/pts/\(number)"
        #endif
    }

    deinit {
        close(keyboard)
    }

    /// Takes what the programs have written since.
    func look() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(keyboard, &bytes, bytes.count)
            guard count > 0 else { return }
            shown += bytes.prefix(count)
        }
    }

    func type(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(keyboard, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    func resize(rows: Int, columns: Int) {
        var size = winsize(
            ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(keyboard, UInt(TIOCSWINSZ), &size)
    }
}
