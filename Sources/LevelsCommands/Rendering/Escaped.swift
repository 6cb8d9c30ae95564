/// Text as it may be shown on a terminal or written into a log, whoever sent it.
enum Escaped {
    /// More than this many characters of one text are nobody's error message.
    static let limit = 2000

    /// `text` with control characters, line separators and characters that turn the direction of writing spelt out, so
    /// that no server can move the cursor, forge a line, or make a name read as another.
    ///
    /// A backslash stays as it is: text from a server comes escaped from the room that met it, and is escaped once.
    static func text(_ text: String) -> String {
        var shown = ""
        for (count, scalar) in text.unicodeScalars.enumerated() {
            guard count < limit else { return shown + "..." }
            switch scalar {
            case "\n": shown += "\\n"
            case "\r": shown += "\\r"
            case "\t": shown += "\\t"
            case _ where isUnsafe(scalar): shown += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f...0x9f: true
        // Marks and overrides of direction, line and paragraph separators, isolates, and the byte order mark.
        case 0x061c, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff: true
        default: false
        }
    }
}
