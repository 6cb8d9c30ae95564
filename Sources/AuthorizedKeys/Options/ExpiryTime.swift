/// When a key ends to be taken, as `expiry-time=` has it: `YYYYMMDD[HHMM[SS]]`, in UTC where a `Z` follows, otherwise
/// in the time of the host that reads it.
public struct ExpiryTime: Sendable, Hashable {
    /// Seconds since 1970-01-01 00:00, of UTC or of the host's clock. The last second in which the key is taken.
    public let seconds: Int64
    public let isUTC: Bool

    /// UTC, to the second. Nil where sshd cannot read it: before 1970-01-01 00:00:01 or after the year 9999.
    public init?(utc seconds: Int64) {
        guard seconds > 0, seconds < 253_402_300_800 else { return nil }
        self.seconds = seconds
        isUTC = true
    }

    /// The same moment, of a UTC time, in the time of a host: sshd before 9.1 ignores a line with a `Z`, and with it
    /// the key.
    /// - Parameter seconds: of the host's zone at that moment, east of UTC.
    public func inHostTime(secondsEastOfUTC seconds: Int64) -> ExpiryTime? {
        guard isUTC, abs(max(-86401, min(seconds, 86401))) <= 86400 else { return nil }
        return ExpiryTime(utc: self.seconds + seconds).map { ExpiryTime(seconds: $0.seconds, isUTC: false) }
    }

    private init(seconds: Int64, isUTC: Bool) {
        self.seconds = seconds
        self.isUTC = isUTC
    }

    /// Reads it as OpenSSH 9.1 and later do, by way of `strptime`: so blanks may stand for zeros in front, and a day
    /// that a month does not have runs on into the next.
    public init?(reading text: some Collection<UInt8>) {
        var digits = Array(text)
        let upper = digits.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        if digits.count > 1, upper.last == UInt8(ascii: "Z") {
            digits.removeLast()
            isUTC = true
        } else if digits.count > 3, upper.suffix(3).elementsEqual("UTC".utf8) {
            digits.removeLast(3)
            isUTC = true
        } else {
            isUTC = false
        }
        guard [8, 12, 14].contains(digits.count) else { return nil }
        func field(_ place: Int, _ length: Int, _ range: ClosedRange<Int>) -> Int? {
            guard place < digits.count else { return range.lowerBound }
            let number = digits[place..<(place + length)].drop { $0 == 0x20 }
            guard !number.isEmpty, number.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            let value = number.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            return range.contains(value) ? value : nil
        }
        guard let year = field(0, 4, 0...9999), let month = field(4, 2, 1...12), let day = field(6, 2, 1...31),
            let hour = field(8, 2, 0...23), let minute = field(10, 2, 0...59), let second = field(12, 2, 0...61)
        else { return nil }
        let time = Int64(hour * 3600 + minute * 60 + second)
        seconds = (CivilDate.days(year: year, month: month) + Int64(day - 1)) * 86400 + time
        guard seconds > 0 else { return nil }
    }

    /// `YYYYMMDDHHMMSS`, with a `Z` if it is UTC.
    public var text: String {
        let date = CivilDate(daysSince1970: seconds / 86400)
        func padded(_ number: Int64, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let time = seconds % 86400
        return padded(Int64(date.year), 4) + padded(Int64(date.month), 2) + padded(Int64(date.day), 2)
            + padded(time / 3600, 2) + padded(time / 60 % 60, 2) + padded(time % 60, 2) + (isUTC ? "Z" : "")
    }
}

/// Days and their numbers in the Gregorian calendar.
struct CivilDate {
    let year: Int
    let month: Int
    let day: Int

    /// The first of a month, in days since 1970-01-01.
    static func days(year: Int, month: Int) -> Int64 {
        // Years that begin in March put the leap day at their end.
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        return Int64(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
    }

    /// - Parameter days: not negative, and before the year 10000.
    init(daysSince1970 days: Int64) {
        var year = 1970 + Int(clamping: days / 366)
        while Self.days(year: year + 1, month: 1) <= days { year += 1 }
        var month = 1
        while month < 12, Self.days(year: year, month: month + 1) <= days { month += 1 }
        self.year = year
        self.month = month
        day = Int(clamping: days - Self.days(year: year, month: month)) + 1
    }
}
