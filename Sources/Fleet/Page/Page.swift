import SSH

/// A report as one HTML file that needs nothing else and runs nothing: for whoever keeps evidence, on a screen or on paper.
///
/// Every word that is put in is escaped, twice: what a terminal would obey, and what a browser would.
public struct Page: Sendable {
    /// How a table's cell is to be read. Said by its words as well: colours are lost in print.
    public enum Mood: String, Sendable, Hashable {
        case plain, good, bad, open
    }

    public struct Cell: Sendable, Hashable, ExpressibleByStringInterpolation {
        public let text: String
        public let mood: Mood

        public init(_ text: String, _ mood: Mood = .plain) {
            self.text = text
            self.mood = mood
        }

        public init(stringLiteral text: String) { self.init(text) }
    }

    private let title: String
    private var body = ""

    public init(title: String) {
        self.title = title
        body += "<h1>\(Self.escaped(title))</h1>\n"
    }

    public mutating func heading(_ text: String) { body += "<h2>\(Self.escaped(text))</h2>\n" }

    public mutating func paragraph(_ text: String, _ mood: Mood = .plain) {
        body += "<p\(Self.mark(mood))>\(Self.escaped(text))</p>\n"
    }

    /// Nothing but a sentence where there are no rows.
    public mutating func table(_ columns: [String], _ rows: [[Cell]], orSay nothing: String) {
        guard !rows.isEmpty else { return paragraph(nothing) }
        let heads = columns.map { "<th scope=\"col\">\(Self.escaped($0))</th>" }.joined()
        body += "<table>\n<thead><tr>\(heads)</tr></thead>\n<tbody>\n"
        for row in rows {
            let cells = row.map { "<td\(Self.mark($0.mood))>\(Self.escaped($0.text))</td>" }.joined()
            body += "<tr>\(cells)</tr>\n"
        }
        body += "</tbody>\n</table>\n"
    }

    /// All of the file.
    public var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width">
        <title>\(Self.escaped(title))</title>
        <style>
        \(Self.style)
        </style>
        </head>
        <body>
        \(body)</body>
        </html>

        """
    }

    private static func mark(_ mood: Mood) -> String { mood == .plain ? "" : " class=\"\(mood.rawValue)\"" }

    static func escaped(_ text: String) -> String {
        var result = ""
        for character in escapedForTerminal(text, limit: 1 << 16).unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    private static let style = """
        body { font: 14px/1.45 system-ui, sans-serif; color: #1b1f23; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
        h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
        h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; border-bottom: 1px solid #d0d7de; padding-bottom: .25rem; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #d8dee4; }
        td { overflow-wrap: break-word; }
        th { background: #f6f8fa; white-space: nowrap; }
        .good { color: #1a7f37; }
        .bad { color: #b42318; font-weight: 600; }
        .open { color: #9a6700; font-weight: 600; }
        @media print { body { margin: 0; max-width: none; font-size: 10pt; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
        """
}
