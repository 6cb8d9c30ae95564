public import Inventory

/// From where people have logged in to a machine, as its log tells: what ``HostScript/logins`` has answered.
public struct LoginsAnswer: Sendable, Hashable {
    /// The last login from each address.
    public let last: [IPAddress: UTCTime]
    /// The first that the log knows of; nil where it knows of none.
    public let since: UTCTime?

    /// In bytes: 20,000 lines of the longest.
    public static let limit = 4 << 20

    /// When somebody last came from a network; nil where the log knows of nobody.
    public func last(from network: CIDR) -> UTCTime? {
        last.filter { network.contains($0.key) }.map(\.value).max()
    }

    public static func read(_ answer: [UInt8]) throws(AnswerError) -> LoginsAnswer {
        var lines = try AnswerLines(answer, limit: limit)
        let first = try lines.line()
        guard first.word == "clock" else { throw first.error }
        let clock = try SurveyReader.clock(first)
        var last: [IPAddress: UTCTime] = [:]
        var since: UTCTime?
        while true {
            let line = try lines.line()
            switch line.word {
            case "from":
                // What the log has in another form is none that we know.
                let fields = line.rest.split(separator: 0x20, maxSplits: 1, omittingEmptySubsequences: false)
                guard fields.count == 2, let address = IPAddress(folding: String(decoding: fields[0], as: UTF8.self)),
                    let time = LogTime.read(String(decoding: fields[1].prefix(64), as: UTF8.self), clock)
                else { continue }
                last[address] = max(last[address] ?? time, time)
                since = min(since ?? time, time)
            case "end": return LoginsAnswer(last: last, since: since)
            default: throw line.error
            }
        }
    }
}

/// A moment as a log writes it.
enum LogTime {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Seconds since 1970 (journalctl(1), short-unix), RFC 3339, or that of RFC 3164: `Nov 27 04:12:00`, by the machine's
    /// own time and without a year. Then the last such moment is meant.
    static func read(_ text: String, _ clock: HostClock) -> UTCTime? {
        if let first = text.utf8.first, (0x30...0x39).contains(first) {
            guard text.contains("T") else {
                let digits = text.prefix { $0 != "." }
                return digits.utf8.count <= 12 ? Int64(digits).map { UTCTime($0) } : nil
            }
            return zoned(text)
        }
        let fields = text.split(separator: " ")
        guard fields.count == 3, let month = months.firstIndex(of: String(fields[0])), let day = Int(fields[1]),
            (1...31).contains(day)
        else { return nil }
        let (here, overflow) = clock.seconds.addingReportingOverflow(clock.secondsEastOfUTC)
        guard !overflow, let year = Int(UTCTime(here).description.prefix(4)) else { return nil }
        for year in [year, year - 1] {
            let written = "\(year)-\(padded(month + 1))-\(padded(day))T\(fields[2])Z"
            // A day ahead is a clock that was put right, rather than a year ago.
            if let time = UTCTime(written), time.seconds <= here + 86400 {
                return UTCTime(time.seconds - clock.secondsEastOfUTC)
            }
        }
        return nil
    }

    /// `2026-11-27T04:12:00.123456+01:00`
    private static func zoned(_ text: String) -> UTCTime? {
        guard let time = UTCTime(text.prefix(19) + "Z") else { return nil }
        let zone = text.dropFirst(19).drop { $0 == "." || $0.isNumber }
        if zone == "Z" { return time }
        let parts = zone.dropFirst().split(separator: ":")
        guard let sign = zone.first, sign == "+" || sign == "-", parts.count == 2, let hours = Int64(parts[0]),
            let minutes = Int64(parts[1]), (0...23).contains(hours), (0...59).contains(minutes)
        else { return nil }
        let east = (hours * 60 + minutes) * 60
        return UTCTime(time.seconds - (sign == "+" ? east : -east))
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
