import LevelsLab

/// Spoils answers at random, and the same ones for the same seed.
struct Spoiler: RandomNumberGenerator {
    private var numbers: SeededGenerator

    init(seed: UInt64) { numbers = SeededGenerator(seed: seed) }

    /// How many inputs a fuzz test makes.
    static var iterations: Int { SeededGenerator.iterations(usually: 1000) }

    mutating func next() -> UInt64 { numbers.next() }

    private static let words = [
        "\n", " ", "\0", "-", "\r", "\u{1b}[2J", "\"", "\\", "99999999999999999999", "9223372036854775807", "-1", "0x1",
        "account app\n", "file /x\n", "folder /x\n", "stat 8180 1 1 1 1 /x\n", "data\n", ".\n", "end\n", "set a b\n",
        "lock armed 1 1 1 a b\n", "failed busy 0\n", "changed ", "levels-ssh 1\n", "ffffffffffffffffff", "/", "SHA256:",
    ]

    mutating func spoilt(_ input: [UInt8]) -> [UInt8] {
        var bytes = input
        for _ in 0...Int.random(in: 0...3, using: &self) {
            let place = Int.random(in: 0...bytes.count, using: &self)
            let end = min(bytes.count, place + Int.random(in: 0...40, using: &self))
            let word = Array((Self.words.randomElement(using: &self) ?? "").utf8)
            switch Int.random(in: 0...7, using: &self) {
            case 0: bytes.removeSubrange(place..<end)
            case 1, 2: bytes.insert(contentsOf: word, at: place)
            case 3: bytes.replaceSubrange(place..<end, with: word)
            case 4: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &self) }
            case 5: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &self) }
            case 6: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &self))
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}
