/// Turns bytes that come piece by piece into text. A character that was cut waits for its rest; what is no UTF-8 becomes
/// U+FFFD, so that nothing is left out silently. Pure.
struct TextStream {
    /// The beginning of a character, three bytes at most.
    private var cut: [UInt8] = []
    private var last: UInt8 = 0
    /// What comes without a terminal has line feeds alone, and a terminal would not go back to the left for them.
    private let addsReturns: Bool

    init(addsReturns: Bool = false) { self.addsReturns = addsReturns }

    mutating func take(_ bytes: some Collection<UInt8>) -> String {
        var all = cut
        for byte in bytes {
            if addsReturns, byte == UInt8(ascii: "\n"), last != UInt8(ascii: "\r") { all.append(UInt8(ascii: "\r")) }
            all.append(byte)
            last = byte
        }
        let whole = all.count - Self.unfinished(all)
        cut = Array(all[whole...])
        all.removeSubrange(whole...)
        return String(decoding: all, as: UTF8.self)
    }

    /// What is left at the end.
    mutating func rest() -> String {
        defer { cut = [] }
        return String(decoding: cut, as: UTF8.self)
    }

    /// How many bytes at the end are the beginning of a character that may be finished by what comes (RFC 3629).
    private static func unfinished(_ bytes: [UInt8]) -> Int {
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            switch byte {
            case 0x80...0xBF: continue
            case 0xC2...0xDF: return back < 2 ? back : 0
            case 0xE0...0xEF: return back < 3 ? back : 0
            case 0xF0...0xF4: return back < 4 ? back : 0
            default: return 0
            }
        }
        return 0
    }
}
