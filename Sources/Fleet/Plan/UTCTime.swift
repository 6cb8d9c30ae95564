/// A moment as `2026-11-23T17:00:00Z` (RFC 3339), to the second.
public struct UTCTime: Sendable, Hashable, Comparable {
    /// Since 1970-01-01 00:00 UTC; from the beginning of that day to the end of the year 9999.
    public let seconds: Int64

    private static let last: Int64 = 253_402_300_799

    /// What lies outside is moved to the nearest that can be written.
    public init(_ seconds: Int64) { self.seconds = min(max(0, seconds), Self.last) }

    /// Nil for anything that ``description`` would not have written.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 20 else { return nil }
        var fields: [Int64] = []
        for range in [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19] {
            guard bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            fields.append(bytes[range].reduce(0) { $0 * 10 + Int64($1 - 0x30) })
        }
        guard fields[0] >= 1970, (1...12).contains(fields[1]), (1...31).contains(fields[2]) else { return nil }
        let days = Self.days(year: fields[0], month: fields[1]) + fields[2] - 1
        self.init(((days * 24 + fields[3]) * 60 + fields[4]) * 60 + fields[5])
        // What has no such day or hour is written otherwise than it was read.
        guard description == String(text) else { return nil }
    }

    /// The first of a month, in days since 1970-01-01. Years that begin in March put the leap day at their end.
    private static func days(year: Int64, month: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let days = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + days - 719_468
    }

    public static func < (left: UTCTime, right: UTCTime) -> Bool { left.seconds < right.seconds }
}

extension UTCTime: CustomStringConvertible {
    public var description: String {
        let days = seconds / 86400
        var year = 1970 + days / 366
        while Self.days(year: year + 1, month: 1) <= days { year += 1 }
        var month: Int64 = 1
        while month < 12, Self.days(year: year, month: month + 1) <= days { month += 1 }
        let day = days - Self.days(year: year, month: month) + 1
        let time = seconds % 86400
        func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return
            "\(year)-\(padded(month))-\(padded(day))T\(padded(time / 3600)):\(padded(time / 60 % 60)):\(padded(time % 60))Z"
    }
}
