/// The lines of an asciicast, version 2 (docs.asciinema.org/manual/asciicast/v2): a header, and an event a line, with the
/// seconds since the beginning. Pure.
enum Asciicast {
    struct Header {
        var columns: Int
        var rows: Int
        /// Seconds since 1970.
        var timestamp: Int64
        var title: String
        /// `SHELL` and `TERM`.
        var environment: [(String, String)]
    }

    static func header(_ header: Header) -> [UInt8] {
        line(
            .object([
                ("version", .integer(2)), ("width", .integer(header.columns)), ("height", .integer(header.rows)),
                ("timestamp", .integer(Int(header.timestamp))), ("title", .string(header.title)),
                ("env", .object(header.environment.map { ($0.0, .string($0.1)) })),
            ]))
    }

    static func output(_ text: String, after time: Duration) -> [UInt8] { event("o", text, after: time) }

    static func resize(columns: Int, rows: Int, after time: Duration) -> [UInt8] {
        event("r", "\(columns)x\(rows)", after: time)
    }

    private static func event(_ code: String, _ data: String, after time: Duration) -> [UInt8] {
        let (seconds, attoseconds) = time.components
        let micros = String(attoseconds / 1_000_000_000_000)
        let moment = "\(seconds)." + String(repeating: "0", count: max(0, 6 - micros.count)) + micros
        return Array("[\(moment), \(JSONValue.string(code).line), \(JSONValue.string(data).line)]\n".utf8)
    }

    private static func line(_ value: JSONValue) -> [UInt8] { Array((value.line + "\n").utf8) }
}
