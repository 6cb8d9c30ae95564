/// A command and its arguments, written so that the far login shell takes them apart into exactly these.
///
/// What goes over the wire is one string (RFC 4254, section 6.5), which sshd hands to the account's login shell with `-c`.
/// Every word is in single quotes; a single quote, a backslash and an exclamation mark stand outside of them, behind a
/// backslash: fish reads the first two inside its quotes, and csh the last. So POSIX shells, fish, and csh read the same,
/// except that csh takes no line feed in a quoted word.
public struct RemoteCommandLine: Sendable {
    public let bytes: [UInt8]

    public init(_ words: [String]) {
        bytes = Array(words.map { Self.quoted($0[...]) }.joined(separator: [UInt8(ascii: " ")]))
    }

    private static func quoted(_ word: Substring) -> [UInt8] {
        let text = Array(word.utf8)
        if !text.isEmpty, text.allSatisfy(isPlain) { return text }
        var result: [UInt8] = []
        var isQuoted = false
        func quote(_ wanted: Bool) {
            guard wanted != isQuoted else { return }
            result.append(apostrophe)
            isQuoted = wanted
        }
        if text.isEmpty { return [apostrophe, apostrophe] }
        for byte in text {
            switch byte {
            case apostrophe, backslash, UInt8(ascii: "!"):
                quote(false)
                result += [backslash, byte]
            default:
                quote(true)
                result.append(byte)
            }
        }
        quote(false)
        return result
    }

    private static let apostrophe = UInt8(ascii: "'")
    private static let backslash = UInt8(ascii: "\\")

    /// What no shell gives a meaning to, wherever in a word it stands. `=` and `~` have one in some.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "/"), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "@"):
            true
        default: false
        }
    }
}
