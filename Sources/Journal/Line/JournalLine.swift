/// A line of the journal: an entry, its number, and the hash of the line before.
///
/// There is one way to write a line, so that its bytes are what it says and can be hashed as they are:
/// `{"n":12,"prev":"...","time":"...","event":"...",...}`.
public struct JournalLine: Sendable, Hashable {
    /// Counts from 1.
    public let number: Int64
    public let previous: LineHash
    public let entry: JournalEntry

    /// Of a line, without its end.
    public static let longest = 64 << 10
    /// What JSON readers that count in doubles still tell apart.
    static let lastNumber: Int64 = 1 << 53

    public init(number: Int64, previous: LineHash, entry: JournalEntry) {
        self.number = number
        self.previous = previous
        self.entry = entry
    }

    /// Without an end.
    public var bytes: [UInt8] {
        var bytes = Array("{\"n\":\(number),\"prev\":\"\(previous.hexadecimal)\",\"time\":".utf8)
        JournalValue.append(entry.time, to: &bytes)
        bytes += ",\"event\":".utf8
        JournalValue.append(entry.event, to: &bytes)
        for member in entry.members {
            bytes += ",\"\(member.name)\":".utf8
            member.value.append(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}
