/// What a plain scalar is under YAML 1.2's core schema (section 10.3.2).
enum CoreSchema {
    static func content(of text: String) -> Node.Content {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        case ".nan", ".NaN", ".NAN": return .float
        default: break
        }
        let bytes = text.utf8
        if bytes.starts(with: "0x".utf8) { return based(bytes.dropFirst(2), 16, Characters.isHexDigit) }
        if bytes.starts(with: "0o".utf8) {
            return based(bytes.dropFirst(2), 8) { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
        }
        var digits = bytes[...]
        if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { digits.removeFirst() }
        switch String(digits) {
        case ".inf", ".Inf", ".INF": return .float
        default: break
        }
        if !digits.isEmpty, digits.allSatisfy(Characters.isDigit) { return .integer(Int(text)) }
        return isFloat(digits) ? .float : .string
    }

    private static func based(
        _ digits: Substring.UTF8View, _ radix: Int, _ isDigit: (UInt8) -> Bool
    ) -> Node.Content {
        guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return .string }
        return .integer(String(digits).flatMap { Int($0, radix: radix) })
    }

    /// Digits with a point somewhere, an exponent, or both; the sign is off already.
    private static func isFloat(_ text: Substring.UTF8View) -> Bool {
        let mark = text.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? text.endIndex
        let mantissa = text[..<mark]
        guard mantissa.contains(where: Characters.isDigit), mantissa.count(where: { $0 == UInt8(ascii: ".") }) <= 1,
            mantissa.allSatisfy({ Characters.isDigit($0) || $0 == UInt8(ascii: ".") })
        else { return false }
        guard mark < text.endIndex else { return true }
        var exponent = text[text.index(after: mark)...]
        if let sign = exponent.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { exponent.removeFirst() }
        return !exponent.isEmpty && exponent.allSatisfy(Characters.isDigit)
    }
}
