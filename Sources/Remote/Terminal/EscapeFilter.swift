/// Finds the escapes in what is typed, as ssh(1) has them. Pure.
///
/// They count at the beginning of a line only, and only where they were typed: what comes in one piece is a paste, in
/// which a line may begin with anything.
struct EscapeFilter {
    enum Command: Equatable {
        /// Tilde and dot: leave, whatever the far side does.
        case leave
        /// Tilde and Ctrl-Z: stop us, as Ctrl-Z alone would without a raw terminal.
        case suspend
        /// Tilde and question mark.
        case help
    }

    /// More bytes than a hand types between two reads.
    static let typed = 8

    private var isAtStart = true
    private var isHeld = false

    /// - Returns: what is to be sent, and what is to be done.
    mutating func take(_ bytes: some Collection<UInt8>) -> (send: [UInt8], command: Command?) {
        guard bytes.count <= Self.typed else { return (takePaste(Array(bytes)), nil) }
        var send: [UInt8] = []
        var command: Command?
        for byte in bytes {
            if isHeld {
                isHeld = false
                isAtStart = false
                switch byte {
                case UInt8(ascii: "."): command = command ?? .leave
                case 0x1a: (command, isAtStart) = (command ?? .suspend, true)
                case UInt8(ascii: "?"): (command, isAtStart) = (command ?? .help, true)
                case Self.tilde: send.append(byte)
                default:
                    send += [Self.tilde, byte]
                    isAtStart = Self.endsLine(byte)
                }
            } else if isAtStart, byte == Self.tilde {
                isHeld = true
            } else {
                send.append(byte)
                isAtStart = Self.endsLine(byte)
            }
        }
        return (send, command)
    }

    private mutating func takePaste(_ bytes: [UInt8]) -> [UInt8] {
        defer { isHeld = false }
        isAtStart = bytes.last.map(Self.endsLine) ?? false
        return isHeld ? [Self.tilde] + bytes : bytes
    }

    private static let tilde = UInt8(ascii: "~")

    private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0d || byte == 0x0a }
}
