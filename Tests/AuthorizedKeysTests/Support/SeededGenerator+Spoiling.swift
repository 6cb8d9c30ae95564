import LevelsLab

extension SeededGenerator {
    /// How many inputs a fuzz test makes.
    static var iterations: Int { iterations(usually: 1000) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func byte() -> UInt8 { UInt8.random(in: 0...255, using: &self) }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in byte() } }

    mutating func one<Element>(of elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }

    private static let words: [String] = [
        "\r", "\n", "\r\n", "\t", " ", "  ", "\0", "#", ",", ",,", "\"", "\\\"", "\\", "=", "no-", "NO-", "restrict",
        "pty",
        "from=\"127.0.0.1\"", "from=\"10.0.0.0/8\"", "command=\"a b\"", "expiry-time=\"20200101Z\"", "ssh-ed25519 ",
        "ssh-rsa ", "cert-authority", "principals=\"a\"", "permitopen=\"a:1\"", "AAAA", "AAAAC3NzaC1lZDI1NTE5AAAAI",
        "==",
        "\u{FEFF}", "\u{202E}", "environment=\"A=1\"", "tunnel=\"1\"",
    ]

    /// One to four changes of the kinds that find faults in a reader of lines.
    mutating func mutated(_ input: [UInt8]) -> [UInt8] {
        var bytes = input
        for _ in 0..<number(1...4) {
            let place = number(0...bytes.count)
            let end = min(bytes.count, place + number(0...24))
            let word = Array(one(of: Self.words).utf8)
            switch number(0...8) {
            case 0: bytes.removeSubrange(place..<end)
            case 1, 2: bytes.insert(contentsOf: word, at: place)
            case 3: bytes.replaceSubrange(place..<end, with: word)
            case 4: if place < bytes.count { bytes[place] = byte() }
            case 5: if place < bytes.count { bytes[place] ^= 1 << UInt8(number(0...7)) }
            case 6: bytes.insert(contentsOf: Array(bytes[place..<end]), at: number(0...bytes.count))
            case 7: if place < bytes.count { bytes[place] ^= 0x20 }
            default: bytes.insert(contentsOf: word, at: 0)
            }
        }
        return bytes
    }
}
