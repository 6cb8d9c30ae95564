import Fleet
import Inventory

/// A moment in the past on the command line: `90m`, `2h`, `7d`, or a day or a moment in UTC.
struct SinceArgument: Sendable, Hashable {
    /// As entries have it.
    let moment: String

    struct Malformed: Error, CustomStringConvertible {
        let description =
            "write a time that has passed, as in 90m, 2h or 7d, or a day or a moment in UTC, as in "
            + "2026-11-23 or 2026-11-23T17:00:00Z"
    }

    init(_ text: String) throws(Malformed) { try self.init(text, now: Inventory.currentTime()) }

    init(_ text: String, now: Int64) throws(Malformed) {
        if let moment = UTCTime(text) ?? UTCTime(text + "T00:00:00Z") {
            self.moment = moment.description
            return
        }
        let digits = text.utf8.dropLast()
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
        guard let unit = text.last.flatMap({ units[$0] }), (1...6).contains(digits.count),
            digits.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(text.dropLast())
        else { throw Malformed() }
        moment = UTCTime(now - number * unit).description
    }
}
