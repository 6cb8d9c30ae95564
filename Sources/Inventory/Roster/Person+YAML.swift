internal import AuthorizedKeys

extension Person {
    /// The person's file, as a new one is written: what is read from it is this person again. An existing file that
    /// somebody has written comments into is for them to change.
    public var yaml: String {
        var lines = ["name: " + YAMLScalar.text(name), "keys:"]
        for key in keys {
            let comment = String(decoding: key.comment.bytes, as: UTF8.self)
            lines.append("  - " + YAMLScalar.text(comment.isEmpty ? key.key.text : key.key.text + " " + comment))
        }
        if !access.isEmpty {
            let grants = access.map { "\(YAMLScalar.text($0.environment)): \($0.level.rawValue)" }
            lines.append("access: { \(grants.joined(separator: ", ")) }")
        }
        if !from.isEmpty { lines.append("from: [\(from.map { "\"\($0)\"" }.joined(separator: ", "))]") }
        if let until { lines.append("until: \(until)") }
        if isAdmin { lines.append("admin: true") }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// A string in YAML: as it stands where nothing in it means anything to any parser, and in double quotes otherwise.
enum YAMLScalar {
    static func text(_ text: String) -> String {
        guard !isPlain(text) else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where Characters.isControl(scalar):
                let digits = String(scalar.value, radix: 16)
                quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// Words of letters, digits and a few marks, beginning with a letter; but none that older parsers take for a boolean,
    /// nothing, or a number.
    private static func isPlain(_ text: String) -> Bool {
        let marks: Set<UInt8> = [0x20, 0x2B, 0x2D, 0x2E, 0x2F, 0x3D, 0x40, 0x5F]  // blank + - . / = @ _
        guard let first = text.utf8.first, Characters.isLetter(first), text.utf8.last != 0x20,
            text.utf8.allSatisfy({ Characters.isLetter($0) || Characters.isDigit($0) || marks.contains($0) })
        else { return false }
        return !["y", "n", "yes", "no", "on", "off", "true", "false", "null"].contains(text.lowercased())
    }
}
