/// The last day on which something holds, written YYYY-MM-DD. It ends at 24:00 UTC, whoever reads it wherever.
public struct ExpiryDay: Sendable, Hashable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Reads a day from 1970-01-01 to 9999-12-31 that the calendar has.
    public init(_ text: String) throws(BrokenRule) {
        let form = "must be a day such as 2027-06-30"
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else {
            throw BrokenRule(form)
        }
        func number(_ range: Range<Int>) throws(BrokenRule) -> Int {
            guard bytes[range].allSatisfy(Characters.isDigit) else { throw BrokenRule(form) }
            return bytes[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        }
        year = try number(0..<4)
        month = try number(5..<7)
        day = try number(8..<10)
        guard year >= 1970, (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else {
            throw BrokenRule("the calendar has no such day: " + form)
        }
    }

    /// When it is over: 24:00 UTC, in seconds since 1970-01-01 00:00 UTC.
    public var end: Int64 {
        let leapDays = Self.leapDays(before: year) - Self.leapDays(before: 1970)
        let months = (1..<month).reduce(0) { $0 + Self.days(in: $1, of: year) }
        return Int64((year - 1970) * 365 + leapDays + months + day) * 86400
    }

    /// - Parameter now: seconds since 1970-01-01 00:00 UTC.
    public func isOver(at now: Int64) -> Bool { now >= end }

    private static func leapDays(before year: Int) -> Int {
        let past = year - 1
        return past / 4 - past / 100 + past / 400
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension ExpiryDay: CustomStringConvertible {
    public var description: String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(padded(month))-\(padded(day))"
    }
}
