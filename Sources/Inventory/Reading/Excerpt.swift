/// A piece of a foreign text, fit to be shown on a terminal: quoted, escaped, and cut.
enum Excerpt {
    /// Characters of the text that are shown at most.
    static let limit = 80
    /// In the place of what may be a secret.
    static let redacted = "<redacted>"

    static func quoted(_ text: String) -> String { "\"" + escaped(text) + "\"" }

    static func escaped(_ text: String) -> String {
        var shown = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if index == limit { return shown + "..." }
            switch scalar {
            case "\n": shown += "\\n"
            case "\t": shown += "\\t"
            case "\\": shown += "\\\\"
            case "\"": shown += "\\\""
            case _ where Characters.isControl(scalar): shown += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
