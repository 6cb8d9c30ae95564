/// The line that is written behind one that was cut off: it says how much there is of that, and what, so that the rest of
/// the chain holds and nobody can put something else there.
enum Mend {
    static let event = "mended"

    /// - Parameter torn: all that stands between the last whole line and this one.
    static func entry(_ torn: [UInt8], time: String) -> JournalEntry {
        JournalEntry(
            time: time, event: event,
            ["torn_bytes": .number(Int64(torn.count)), "torn_sha256": .text(LineHash(of: torn).hexadecimal)])
    }

    static func isOf(_ torn: [UInt8], _ line: JournalLine, after last: JournalHead) -> Bool {
        line.number == last.number + 1 && line.previous == last.hash
            && line.entry == entry(torn, time: line.entry.time)
    }
}
