import Remote

/// How a line that a host has said is written where several hosts speak.
enum HostLines {
    enum Stream: String { case stdout, stderr }

    /// `host-1: line`.
    ///
    /// - Parameter isTerminal: whether somebody looks at it: what could move the cursor is spelt out then. In a file or a
    ///   pipe it is left as it is.
    static func text(_ host: String, isTerminal: Bool) -> @Sendable (LineSink.Line) -> [UInt8] {
        let prefix = Array("\(host): ".utf8)
        return { line in
            let bytes = isTerminal ? shown(line.bytes)[...] : line.bytes
            return prefix + bytes + [UInt8(ascii: "\n")]
        }
    }

    private static func shown(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var text = ""
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            // A carriage return at the end is how some systems end their lines.
            if scalar == "\t" {
                text.unicodeScalars.append(scalar)
            } else if Escaped.isUnsafe(scalar) {
                if scalar != "\r" { text += "\\u{" + String(scalar.value, radix: 16) + "}" }
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return Array(text.utf8)
    }

    static func json(_ host: String, _ stream: Stream) -> @Sendable (LineSink.Line) -> [UInt8] {
        { line in
            var members: [(String, JSONValue)] = [("host", .string(host)), ("stream", .string(stream.rawValue))]
            if let text = String(validating: line.bytes, as: UTF8.self) {
                members.append(("line", .string(text)))
            } else {
                members.append(("bytes", .string(hexadecimal(line.bytes))))
            }
            if line.isPart { members.append(("part", true)) }
            return Array((EventJSON.event("output", members).line + "\n").utf8)
        }
    }

    /// For what is no text, and so cannot stand in JSON.
    private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
        let digits = Array("0123456789abcdef".unicodeScalars)
        var text = String.UnicodeScalarView()
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(text)
    }
}
