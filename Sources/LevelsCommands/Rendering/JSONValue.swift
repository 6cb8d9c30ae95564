/// One JSON value, written on one line, its members in the order given (RFC 8259).
///
/// Foundation's encoder was left out: it would have to be started for the first line printed, and sorts or shuffles keys.
enum JSONValue: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    case string(String)
    case integer(Int)
    case unsigned(UInt64)
    /// A span of time, as milliseconds with at most three decimals.
    case milliseconds(Duration)
    case boolean(Bool)
    case object([(String, JSONValue)])
    case array([JSONValue])

    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .boolean(value) }

    var line: String {
        switch self {
        case .string(let text): Self.quoted(text)
        case .integer(let number): String(number)
        case .unsigned(let number): String(number)
        case .milliseconds(let duration): Self.milliseconds(duration)
        case .boolean(let truth): truth ? "true" : "false"
        case .array(let values): "[" + values.map(\.line).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.0) + ":" + $0.1.line }.joined(separator: ",") + "}"
        }
    }

    /// Every character that could move a cursor is written as `\u`, though RFC 8259 asks it of the first 32 only: a line
    /// of JSON is looked at in a terminal too.
    private static func quoted(_ text: String) -> String {
        var line = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": line += "\\\""
            case "\\": line += "\\\\"
            case "\n": line += "\\n"
            case "\r": line += "\\r"
            case "\t": line += "\\t"
            case _ where Escaped.isUnsafe(scalar):
                let digits = String(scalar.value, radix: 16)
                line += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line + "\""
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let parts = duration.components
        let microseconds = parts.attoseconds / 1_000_000_000_000
        let (whole, overflow) = parts.seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow, parts.seconds >= 0, microseconds >= 0 else { return "0" }
        let sum = whole.addingReportingOverflow(microseconds / 1000)
        guard !sum.overflow else { return "0" }
        let rest = microseconds % 1000
        guard rest != 0 else { return String(sum.partialValue) }
        var decimals = String(repeating: "0", count: 3 - String(rest).count) + String(rest)
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return "\(sum.partialValue).\(decimals)"
    }
}
