extension JournalLine {
    /// Reads a line as ``bytes`` writes it, and nothing else: one that means the same and is written otherwise was not
    /// written by us.
    public init?(reading bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count <= Self.longest else { return nil }
        var reader = LineReader(bytes)
        guard reader.skip("{\"n\":"), let number = reader.number(), (1...Self.lastNumber).contains(number),
            reader.skip(",\"prev\":"), let hash = reader.text(), let previous = LineHash(hash),
            reader.skip(",\"time\":"), let time = reader.text(), Self.isMoment(time),
            reader.skip(",\"event\":"), let event = reader.text(), Self.isName(event)
        else { return nil }
        var members: [JournalEntry.Member] = []
        while reader.skip(",") {
            guard let name = reader.text(), Self.isName(name), reader.skip(":"), let value = reader.value(),
                members.count < 64
            else { return nil }
            members.append(JournalEntry.Member(name: name, value: value))
        }
        guard reader.skip("}"), reader.isAtEnd else { return nil }
        self.init(
            number: number, previous: previous, entry: JournalEntry(time: time, event: event, members: members))
        guard self.bytes == bytes else { return nil }
    }

    private static func isName(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    /// Whether it looks like `2026-11-23T17:00:00Z`.
    private static func isMoment(_ text: String) -> Bool {
        let form = Array("0000-00-00T00:00:00Z".utf8)
        return text.utf8.count == form.count
            && zip(text.utf8, form).allSatisfy { $1 == 0x30 ? (0x30...0x39).contains($0) : $0 == $1 }
    }
}

/// The pieces that a line is made of, one after the other.
private struct LineReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    private mutating func next() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func skip(_ text: StaticString) -> Bool {
        let wanted = text.withUTF8Buffer { Array($0) }
        guard bytes[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    mutating func value() -> JournalValue? {
        guard position < bytes.count else { return nil }
        switch bytes[position] {
        case UInt8(ascii: "\""): return text().map { .text($0) }
        case UInt8(ascii: "["): return texts().map { .texts($0) }
        default: return number().map { .number($0) }
        }
    }

    mutating func number() -> Int64? {
        let digits = bytes[position...].prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
        guard digits.count <= 20 else { return nil }
        position += digits.count
        return Int64(String(decoding: digits, as: UTF8.self))
    }

    private mutating func texts() -> [String]? {
        guard skip("[") else { return nil }
        if skip("]") { return [] }
        var texts: [String] = []
        repeat {
            guard let text = text() else { return nil }
            texts.append(text)
        } while skip(",")
        return skip("]") ? texts : nil
    }

    mutating func text() -> String? {
        guard next() == UInt8(ascii: "\"") else { return nil }
        var units: [UInt16] = []
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""): return String(validating: units, as: UTF16.self)
            case UInt8(ascii: "\\"):
                guard let unit = escaped() else { return nil }
                units.append(unit)
            case 0x20...0x7E: units.append(UInt16(byte))
            default: return nil
            }
        }
        return nil
    }

    private mutating func escaped() -> UInt16? {
        switch next() {
        case UInt8(ascii: "\""): return 0x22
        case UInt8(ascii: "\\"): return 0x5C
        case UInt8(ascii: "u"):
            guard bytes.count - position >= 4 else { return nil }
            let digits = bytes[position..<position + 4]
            position += 4
            guard digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else { return nil }
            return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        default: return nil
        }
    }
}
