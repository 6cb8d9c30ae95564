public import AuthorizedKeys

/// Every public key that stands anywhere in a text, whatever else the text is: in a version of a person's file that nobody
/// can read as one any more, in a comment, between quotes.
public enum KeyScan {
    public static func keys(in bytes: [UInt8]) -> [PublicKey] {
        var seen: Set<PublicKey> = []
        var keys: [PublicKey] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let words = line.split { !isOfAKey($0) }.map { String(decoding: $0, as: UTF8.self) }
            for (type, blob) in zip(words, words.dropFirst()) where KeyType(rawValue: type) != nil {
                guard let key = try? PublicKey(parsing: "\(type) \(blob)"), seen.insert(key).inserted else { continue }
                keys.append(key)
            }
        }
        return keys
    }

    /// Letters, digits, and what else base64 and the names of types are made of.
    private static func isOfAKey(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x2B, 0x2D, 0x2E, 0x2F, 0x3D, 0x40: true  // + - . / = @
        default: false
        }
    }
}
