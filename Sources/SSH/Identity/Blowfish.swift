internal import Files

/// Blowfish (Schneier 1993) with the salted key schedule of bcrypt (Provos and Mazieres 1999): only what bcrypt_pbkdf
/// needs.
///
/// OpenSSL has the cipher, in its legacy provider, and not this schedule. The state is secret while a key is in it:
/// `wipe` it.
struct Blowfish: ~Copyable {
    private static let subkeys = 18
    /// Subkeys and four S-boxes of 256 words, in the order in which pi fills them.
    static let initial = PiDigits.fraction(words: subkeys + 4 * 256)

    private var words: [UInt32] = Blowfish.initial

    /// Overwrites the state, which holds the key; the cipher is of no use afterwards.
    mutating func wipe() {
        words.withUnsafeMutableBytes(Wiping.cleanse)
    }

    /// Mixes a key and a salt in, each 16 words.
    mutating func expand(key: [UInt32], salt: [UInt32]) {
        words.withUnsafeMutableBufferPointer { words in
            Self.mix(words, key)
            var left: UInt32 = 0
            var right: UInt32 = 0
            var next = 0
            for index in stride(from: 0, to: words.count, by: 2) {
                left ^= salt[next & 15]
                right ^= salt[(next + 1) & 15]
                next += 2
                Self.encipher(words, &left, &right)
                words[index] = left
                words[index + 1] = right
            }
        }
    }

    /// Mixes a key of 16 words in.
    mutating func expand(key: [UInt32]) {
        words.withUnsafeMutableBufferPointer { words in
            Self.mix(words, key)
            var left: UInt32 = 0
            var right: UInt32 = 0
            for index in stride(from: 0, to: words.count, by: 2) {
                Self.encipher(words, &left, &right)
                words[index] = left
                words[index + 1] = right
            }
        }
    }

    /// Enciphers pairs of words, each on its own.
    mutating func encipher(_ text: inout [UInt32]) {
        words.withUnsafeMutableBufferPointer { words in
            for index in stride(from: 0, to: text.count - 1, by: 2) {
                var left = text[index]
                var right = text[index + 1]
                Self.encipher(words, &left, &right)
                text[index] = left
                text[index + 1] = right
            }
        }
    }

    private static func mix(_ words: UnsafeMutableBufferPointer<UInt32>, _ key: [UInt32]) {
        for index in 0..<subkeys { words[index] ^= key[index & 15] }
    }

    @inline(__always)
    private static func encipher(
        _ words: UnsafeMutableBufferPointer<UInt32>, _ left: inout UInt32, _ right: inout UInt32
    ) {
        var a = left ^ words[0]
        var b = right
        var round = 1
        while round < 17 {
            b ^= scramble(words, a) ^ words[round]
            a ^= scramble(words, b) ^ words[round + 1]
            round &+= 2
        }
        left = b ^ words[17]
        right = a
    }

    @inline(__always)
    private static func scramble(_ words: UnsafeMutableBufferPointer<UInt32>, _ value: UInt32) -> UInt32 {
        let first = words[18 &+ Int(truncatingIfNeeded: value >> 24)]
        let second = words[274 &+ Int(truncatingIfNeeded: value >> 16 & 0xff)]
        let third = words[530 &+ Int(truncatingIfNeeded: value >> 8 & 0xff)]
        let fourth = words[786 &+ Int(truncatingIfNeeded: value & 0xff)]
        return ((first &+ second) ^ third) &+ fourth
    }
}
