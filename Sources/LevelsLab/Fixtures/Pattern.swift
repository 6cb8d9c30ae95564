/// Bytes that anybody can make again from a seed, at any place: nothing has to be kept to compare with.
public struct Pattern: Sendable, Hashable {
    public let seed: UInt64

    public init(seed: UInt64) { self.seed = seed }

    /// `count` bytes from `offset` on. SplitMix64, a word for every eight bytes.
    public func bytes(at offset: Int, count: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count)
        var position = max(0, offset)
        while result.count < count {
            var word = word(UInt64(position / 8)) >> UInt64(position % 8 * 8)
            for _ in 0..<min(8 - position % 8, count - result.count) {
                result.append(UInt8(truncatingIfNeeded: word))
                word >>= 8
                position += 1
            }
        }
        return result
    }

    private func word(_ index: UInt64) -> UInt64 {
        var z = seed &+ (index &+ 1) &* 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// A checksum of a stream that depends on every byte and its place: FNV-1a, 64 bits. Against mistakes, not against malice.
public struct StreamSum: Sendable, Hashable {
    public private(set) var count = 0
    public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    public init() {}

    public mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
            count += 1
        }
    }

    /// What ``TCPServer/Behaviour/sink`` answers: the count, a space, the sum in hexadecimal, a newline.
    public var line: String { "\(count) \(String(value, radix: 16))\n" }
}
