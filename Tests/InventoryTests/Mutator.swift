import LevelsLab

/// Spoils texts at random, and the same texts for the same seed: bytes, lines, and words that mean something to YAML or
/// to the reader.
struct Mutator {
    private var numbers: SeededGenerator

    init(seed: UInt64) { numbers = SeededGenerator(seed: seed) }

    private static let words = [
        "&a", "*a", "!!binary ", "<<: ", "? ", "- ", ": ", "[", "]", "{", "}", "'", "\"", "#", "|\n", ">\n",
        "%YAML 1.1\n", "---\n", "...\n", "\t", "\0", "\r", "\u{FEFF}", "\u{2028}", "\u{85}", "~", "null", "true",
        "0x7fffffffffffffffff", "-1", "1e999", ".inf", "9999999999999999999999", "vpcs:", "environments:", "hostKey: ",
        "password: ", "env: ", "databaseReachable: false", "localPort: 13306", "10.0.0.0/0", "::/0", "[::]:0", "\\x00",
        "\\ud800", "~/", "..", "2027-02-30", "ssh-rsa AAAAB3NzaC1yc2EAAAABAwAAAAAAAAAA",
    ]

    private mutating func next(below bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &numbers) }

    /// One to four changes. What is no longer UTF-8 afterwards stays so.
    mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...next(below: 4) { change(&bytes) }
        return bytes
    }

    mutating func mutate(_ text: String) -> String { String(decoding: mutate(Array(text.utf8)), as: UTF8.self) }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = next(below: bytes.count + 1)
        let piece = place..<(place + min(next(below: 40), bytes.count - place))
        let word = Self.words[next(below: Self.words.count)].utf8
        switch next(below: 16) {
        case 0, 1: bytes.removeSubrange(piece)
        case 2, 3: bytes.insert(contentsOf: word, at: place)
        case 4, 5: bytes.replaceSubrange(piece, with: word)
        case 6, 7: if place < bytes.count { bytes[place] = UInt8(next(below: 256)) }
        case 8, 9: if place < bytes.count { bytes[place] ^= 1 << UInt8(next(below: 8)) }
        case 10, 11: bytes.insert(contentsOf: Array(bytes[piece]), at: next(below: bytes.count + 1))
        case 12: bytes.removeSubrange(place...)
        default: changeLine(&bytes)
        }
    }

    /// Moves a line to another place and depth, or doubles it, or takes it out.
    private mutating func changeLine(_ bytes: inout [UInt8]) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let line = lines.remove(at: next(below: lines.count))
        switch next(below: 3) {
        case 0: lines.insert([UInt8](repeating: 0x20, count: next(below: 9)) + line, at: next(below: lines.count + 1))
        case 1: lines.insert(contentsOf: [line, line], at: next(below: lines.count + 1))
        default: break
        }
        bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }
}
