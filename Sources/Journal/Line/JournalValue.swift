/// What a member of a line may be.
public enum JournalValue: Sendable, Hashable {
    case text(String)
    case number(Int64)
    case texts([String])

    /// Of a text, so many bytes of JSON are kept: a reason, an error's message. What is cut ends in `...`.
    static let longestText = 2400
    /// Of a list, so many; a last one says how many texts are not.
    static let longestList = 10_000

    /// As it is kept: within bounds, so that every line is. Of what it gives, it gives the same.
    var bounded: JournalValue {
        switch self {
        case .number: return self
        case .text(let text): return .text(Self.bounded(text, Self.longestText))
        case .texts(let texts):
            var kept: [String] = []
            var size = 0
            for text in texts.lazy.map({ Self.bounded($0, 400) }) {
                size += Self.size(text) + 3
                guard size < Self.longestList - 64 || texts.count == kept.count + 1 && size < Self.longestList else {
                    return .texts(kept + ["and \(texts.count - kept.count) more"])
                }
                kept.append(text)
            }
            return .texts(kept)
        }
    }

    private static func bounded(_ text: String, _ limit: Int) -> String {
        var cut = String.UnicodeScalarView()
        var whole = 0
        for scalar in text.unicodeScalars {
            whole += size(String(scalar))
            // However long it is, no more of it is looked at.
            guard whole <= limit else { return String(cut) + "..." }
            if whole <= limit - 3 { cut.append(scalar) }
        }
        return text
    }

    /// In JSON, without the quotes.
    private static func size(_ text: String) -> Int {
        text.utf16.reduce(0) { $0 + ((0x20...0x7E).contains($1) ? ($1 == 0x22 || $1 == 0x5C ? 2 : 1) : 6) }
    }

    /// In JSON, of printable ASCII alone: a line is looked at in terminals, and goes through syslog.
    func append(to bytes: inout [UInt8]) {
        switch self {
        case .text(let text): Self.append(text, to: &bytes)
        case .number(let number): bytes += String(number).utf8
        case .texts(let texts):
            bytes.append(UInt8(ascii: "["))
            for (index, text) in texts.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.append(text, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        }
    }

    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for unit in text.utf16 {
            switch unit {
            case 0x22, 0x5C: bytes += [0x5C, UInt8(unit)]
            case 0x20...0x7E: bytes.append(UInt8(unit))
            default:
                let digits = String(unit, radix: 16)
                bytes += "\\u".utf8
                bytes += repeatElement(UInt8(ascii: "0"), count: 4 - digits.count)
                bytes += digits.utf8
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
