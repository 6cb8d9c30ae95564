/// JSON that a machine wrote (RFC 8259), read within bounds: no deeper than 32, no name twice in an object. Not by
/// Foundation, which would have to be loaded, and which takes whatever it is given.
indirect enum JSONText: Sendable, Hashable {
    case null
    case truth(Bool)
    /// A whole number; others are none that we ask for, and are kept as they are written.
    case integer(Int64)
    case otherNumber(String)
    case string(String)
    case array([JSONText])
    case object([String: JSONText])

    /// Nil for whatever is not exactly one value.
    static func value(_ bytes: [UInt8]) -> JSONText? {
        var reader = Reader(bytes: bytes)
        guard let value = reader.value(depth: 0) else { return nil }
        reader.blanks()
        return reader.place == bytes.count ? value : nil
    }

    subscript(key: String) -> JSONText? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
    var number: Int64? {
        guard case .integer(let number) = self else { return nil }
        return number
    }
    var items: [JSONText]? {
        guard case .array(let items) = self else { return nil }
        return items
    }
    /// The one member of an object that has no other.
    var single: (key: String, value: JSONText)? {
        guard case .object(let members) = self, members.count == 1 else { return nil }
        return members.first.map { ($0.key, $0.value) }
    }

    private struct Reader {
        static let deepest = 32

        let bytes: [UInt8]
        var place = 0

        private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

        mutating func blanks() {
            while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
        }

        private mutating func take(_ byte: Character) -> Bool {
            guard let next, next == byte.asciiValue else { return false }
            place += 1
            return true
        }

        mutating func value(depth: Int) -> JSONText? {
            guard depth <= Self.deepest else { return nil }
            blanks()
            switch next {
            case UInt8(ascii: "{"): return object(depth)
            case UInt8(ascii: "["): return array(depth)
            case UInt8(ascii: "\""): return string().map { .string($0) }
            default: return word()
            }
        }

        private mutating func object(_ depth: Int) -> JSONText? {
            place += 1
            var members: [String: JSONText] = [:]
            blanks()
            if take("}") { return .object(members) }
            while true {
                blanks()
                guard next == UInt8(ascii: "\""), let key = string() else { return nil }
                blanks()
                guard take(":"), let value = value(depth: depth + 1), members.updateValue(value, forKey: key) == nil
                else { return nil }
                blanks()
                if take("}") { return .object(members) }
                guard take(",") else { return nil }
            }
        }

        private mutating func array(_ depth: Int) -> JSONText? {
            place += 1
            var items: [JSONText] = []
            blanks()
            if take("]") { return .array(items) }
            while true {
                guard let item = value(depth: depth + 1) else { return nil }
                items.append(item)
                blanks()
                if take("]") { return .array(items) }
                guard take(",") else { return nil }
            }
        }

        private mutating func string() -> String? {
            place += 1
            var text: [UInt8] = []
            while let byte = next {
                place += 1
                switch byte {
                case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
                case UInt8(ascii: "\\"):
                    guard let escaped = next else { return nil }
                    place += 1
                    switch escaped {
                    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escaped)
                    case UInt8(ascii: "n"): text.append(0x0A)
                    case UInt8(ascii: "r"): text.append(0x0D)
                    case UInt8(ascii: "t"): text.append(0x09)
                    case UInt8(ascii: "b"): text.append(0x08)
                    case UInt8(ascii: "f"): text.append(0x0C)
                    case UInt8(ascii: "u"):
                        // Of surrogates nothing that we ask for is made.
                        guard place + 4 <= bytes.count,
                            let number = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16),
                            let scalar = Unicode.Scalar(number)
                        else { return nil }
                        place += 4
                        text += Array(String(Character(scalar)).utf8)
                    default: return nil
                    }
                case 0..<0x20: return nil
                default: text.append(byte)
                }
            }
            return nil
        }

        private mutating func word() -> JSONText? {
            let start = place
            while let byte = next, (0x2B...0x7A).contains(byte), byte != UInt8(ascii: ","), byte != UInt8(ascii: ":"),
                byte != UInt8(ascii: "["), byte != UInt8(ascii: "]")
            { place += 1 }
            let text = String(decoding: bytes[start..<place].prefix(64), as: UTF8.self)
            switch text {
            case "null": return .null
            case "true": return .truth(true)
            case "false": return .truth(false)
            default:
                guard place - start <= 64, let first = text.utf8.first,
                    first == UInt8(ascii: "-") || (0x30...0x39).contains(first)
                else { return nil }
                if let number = Int64(text) { return .integer(number) }
                return Double(text) == nil ? nil : .otherNumber(text)
            }
        }
    }
}
