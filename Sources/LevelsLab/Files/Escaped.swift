/// Text from elsewhere, made fit for a terminal, a YAML string or a JSON string.
enum Escaped {
    /// One line of printable text; control characters become `\u{..}`.
    static func line(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar.value == 0x7f || (0x80...0x9f).contains(scalar.value) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Several lines, the last `limit` bytes of them.
    static func tail(_ bytes: [UInt8], limit: Int = 2000) -> String {
        String(decoding: bytes.suffix(limit), as: UTF8.self)
            .split(whereSeparator: \.isNewline)
            .map { line(String($0)) }
            .joined(separator: "\n")
    }

    /// A double-quoted YAML scalar, which is a JSON string as well.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            default:
                if scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
