internal import Patterns

/// The first field of a known_hosts line: names and patterns between commas, or one hashed name.
enum HostNamePattern: Sendable {
    case hashed(salt: [UInt8], code: [UInt8])
    case list([Pattern])

    struct Pattern: Sendable {
        let text: [UInt8]
        let isNegated: Bool
    }

    init(_ field: ArraySlice<UInt8>) throws(WireError) {
        guard field.first == UInt8(ascii: "|") else {
            let patterns = field.split(separator: UInt8(ascii: ","))
            self = .list(
                patterns.map { word in
                    let isNegated = word.first == UInt8(ascii: "!")
                    return Pattern(
                        text: (isNegated ? word.dropFirst() : word).map(Self.lowercased), isNegated: isNegated)
                })
            return
        }
        let parts = field.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
        guard parts.count == 4, parts[1].elementsEqual("1".utf8) else {
            throw .malformed("a hashed name of another kind than |1|")
        }
        guard let salt = Base64.decode(parts[2]), let code = Base64.decode(parts[3]), salt.count == 20, code.count == 20
        else { throw .malformed("a hashed name without 20 bytes of salt and 20 of hash") }
        self = .hashed(salt: salt, code: code)
    }

    /// A negated pattern that matches rules the line out, whatever else on it matches.
    func matches(_ name: String) -> Bool {
        let name = Array(name.utf8)
        switch self {
        case .hashed(let salt, let code): return Digest.hmacSHA1(key: salt, name) == code
        case .list(let patterns):
            var isMatched = false
            for pattern in patterns where Wildcard.matches(pattern.text, name) {
                if pattern.isNegated { return false }
                isMatched = true
            }
            return isMatched
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte + 32 : byte
    }
}
