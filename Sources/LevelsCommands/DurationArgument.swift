/// A span of time on the command line: `90s`, `30m`, `2h`, `1h30m`. Parsed strictly: a number without a unit is refused,
/// because two of three people would be wrong about it.
struct DurationArgument: Sendable, Hashable {
    let duration: Duration

    /// Longer than any working day is a mistake of units.
    static let limit = Duration.seconds(7 * 24 * 3600)

    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    init(_ text: String) throws(Malformed) {
        var rest = text.utf8[...]
        var seconds = 0
        for (unit, factor) in [("h", 3600), ("m", 60), ("s", 1)] {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            let tail = rest.dropFirst(digits.count)
            guard !digits.isEmpty, tail.first == unit.utf8.first else { continue }
            guard digits.count <= 6, let number = Int(String(decoding: digits, as: UTF8.self)) else {
                throw Self.tooLong
            }
            seconds += number * factor
            rest = tail.dropFirst()
        }
        guard rest.isEmpty, !text.isEmpty else {
            throw Malformed(description: "write hours, minutes and seconds as in 90s, 30m, 2h or 1h30m")
        }
        guard seconds > 0 else { throw Malformed(description: "it must be longer than nothing") }
        guard .seconds(seconds) <= Self.limit else { throw Self.tooLong }
        duration = .seconds(seconds)
    }

    private static let tooLong = Malformed(description: "it must not be longer than 168h")
}
