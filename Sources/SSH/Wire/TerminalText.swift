/// Text that a server, a file or an agent chose, made fit for a terminal and for one line of a log.
///
/// A banner can move the cursor, recolour the screen, or turn the reading direction round so that a name reads as
/// another one. Everything that is not to be seen is therefore written out: line ends and tabs as `\n`, `\r`, `\t`,
/// other control characters (C0, DEL, C1) as `\x1b`, and format characters (bidirectional overrides and isolates,
/// zero-width ones), separators of lines and unassigned ones as `\u{202e}`. A backslash is doubled, so that nothing can
/// pass for an escape of ours.
///
/// - Parameter limit: how many characters (Unicode scalars) are taken; `...` tells that there were more.
public func escapedForTerminal(_ text: some StringProtocol, limit: Int = 4096) -> String {
    var result = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
        guard index < limit else { return result + "..." }
        switch scalar {
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        default:
            switch scalar.properties.generalCategory {
            case .control: result += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            case .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
    return result
}

/// The same for bytes, of which nobody has said that they are UTF-8: what is not shows as U+FFFD.
public func escapedForTerminal(_ bytes: some Collection<UInt8>, limit: Int = 4096) -> String {
    // A scalar takes at most four bytes: a huge input is not decoded whole to show its beginning.
    let enough = limit > Int.max / 4 ? Int.max : limit * 4
    let text = escapedForTerminal(String(decoding: bytes.prefix(enough), as: UTF8.self), limit: limit)
    return bytes.count > enough && !text.hasSuffix("...") ? text + "..." : text
}
