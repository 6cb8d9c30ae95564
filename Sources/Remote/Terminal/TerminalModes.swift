#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A terminal's modes, as a pty-req carries them (RFC 4254, section 8): the keys that mean something, and the flags that
/// a far terminal should have as ours has them.
enum TerminalModes {
    static func encoded(_ terminal: termios) -> [UInt8] {
        var terminal = terminal
        var bytes: [UInt8] = []
        func add(_ code: UInt8, _ value: UInt32) {
            bytes.append(code)
            for shift: UInt32 in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
        }
        withUnsafeBytes(of: &terminal.c_cc) { keys in
            for (code, place) in Self.keys {
                let key = keys[Int(place)]
                // 255 says that there is no such key.
                add(code, key == noKey ? 255 : UInt32(key))
            }
        }
        for (code, flag) in inputFlags { add(code, terminal.c_iflag & flag != 0 ? 1 : 0) }
        for (code, flag) in localFlags { add(code, terminal.c_lflag & flag != 0 ? 1 : 0) }
        for (code, flag) in outputFlags { add(code, terminal.c_oflag & flag != 0 ? 1 : 0) }
        // Pseudo terminals have no speed, but some programs ask.
        add(128, 38400)
        add(129, 38400)
        return bytes + [0]
    }

    /// _POSIX_VDISABLE, which is a macro that Swift does not see.
    #if canImport(Darwin)
        private static let noKey: UInt8 = 0xff
    #else
        private static let noKey: UInt8 = 0
    #endif

    private static let keys: [(UInt8, Int32)] = [
        (1, VINTR), (2, VQUIT), (3, VERASE), (4, VKILL), (5, VEOF), (6, VEOL), (7, VEOL2), (8, VSTART), (9, VSTOP),
        (10, VSUSP), (12, VREPRINT), (13, VWERASE), (14, VLNEXT), (18, VDISCARD),
    ]

    private static let inputFlags: [(UInt8, tcflag_t)] = [
        (36, tcflag_t(ICRNL)), (38, tcflag_t(IXON)), (39, tcflag_t(IXANY)), (40, tcflag_t(IXOFF)),
        (41, tcflag_t(IMAXBEL)), (42, tcflag_t(IUTF8)),
    ]

    private static let localFlags: [(UInt8, tcflag_t)] = [
        (50, tcflag_t(ISIG)), (51, tcflag_t(ICANON)), (53, tcflag_t(ECHO)), (54, tcflag_t(ECHOE)),
        (55, tcflag_t(ECHOK)), (59, tcflag_t(IEXTEN)), (60, tcflag_t(ECHOCTL)), (61, tcflag_t(ECHOKE)),
    ]

    private static let outputFlags: [(UInt8, tcflag_t)] = [(70, tcflag_t(OPOST)), (72, tcflag_t(ONLCR))]
}
