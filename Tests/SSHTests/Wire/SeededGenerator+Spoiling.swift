import LevelsLab

extension SeededGenerator {
    /// How many inputs a fuzz test makes.
    static var iterations: Int { iterations(usually: 2000) }

    /// A valid input made invalid in the ways that find faults: bytes changed, cut, doubled, and lengths made extreme.
    mutating func mutated(_ input: [UInt8]) -> [UInt8] {
        var bytes = input
        for _ in 0..<Int.random(in: 1...6, using: &self) {
            guard !bytes.isEmpty else { return [UInt8.random(in: 0...255, using: &self)] }
            let place = Int.random(in: bytes.indices, using: &self)
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &self)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 2: bytes.removeLast(bytes.count - place)
            case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 16)], at: place)
            case 4: bytes.remove(at: place)
            default:
                let extreme: [UInt8] =
                    [[0xff, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xff], [0, 0, 0, 0], [0x80, 0, 0, 0]]
                    .randomElement(using: &self) ?? []
                for (offset, byte) in extreme.enumerated() where place + offset < bytes.count {
                    bytes[place + offset] = byte
                }
            }
        }
        return bytes
    }
}
