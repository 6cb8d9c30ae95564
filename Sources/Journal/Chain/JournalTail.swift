/// The end of a journal, as whoever appends to it must know it.
struct JournalTail: Equatable {
    /// So much of a file is enough to find its last line, and something that was cut off behind it.
    static let reach = 4 * JournalLine.longest

    /// The last whole line; ``JournalHead/start`` where there is none.
    var last: JournalHead
    /// What stands behind it.
    var torn: [UInt8]
    /// Whether it was written but for its end.
    var lacksEnd = false

    /// - Parameters:
    ///   - bytes: the last of the file.
    ///   - isAll: whether they are the first as well.
    /// - Returns: nil where no line can be found in them although there is more.
    init?(_ bytes: [UInt8], isAll: Bool) {
        var end = bytes.count
        while let newline = bytes[..<end].lastIndex(of: UInt8(ascii: "\n")) {
            let start = bytes[..<newline].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            if isAll || start > 0, let line = JournalLine(reading: bytes[start..<newline]) {
                last = JournalHead(of: line)
                torn = Array(bytes[(newline + 1)...])
                takeUnended()
                return
            }
            end = newline
        }
        guard isAll else { return nil }
        last = .start
        torn = bytes
        takeUnended()
    }

    /// A line of which nothing is missing but its end is a line.
    private mutating func takeUnended() {
        guard let line = JournalLine(reading: torn), line.number == last.number + 1, line.previous == last.hash else {
            return
        }
        last = JournalHead(of: line)
        torn = []
        lacksEnd = true
    }

    /// What a further entry is written as, and what is wrong with what is there.
    ///
    /// - Parameter head: as it is kept beside the journal. Where it knows of a later line than there is, that one was lost,
    ///   or changed; the chain goes on from it, and so shows for ever that something is missing.
    func continuing(
        with entries: [JournalEntry], head: JournalHead?, time: String
    ) -> (bytes: [UInt8], head: JournalHead, lines: [JournalLine], notes: [JournalNote]) {
        var notes: [JournalNote] = []
        var base = last
        var bytes: [UInt8] = []
        var lines: [JournalLine] = []
        func add(_ entry: JournalEntry) {
            let line = JournalLine(number: base.number + 1, previous: base.hash, entry: entry)
            lines.append(line)
            bytes += line.bytes + [UInt8(ascii: "\n")]
            base = JournalHead(of: line)
        }
        if let head, head.number > last.number {
            base = head
            notes.append(.lost(from: last.number + 1, through: head.number))
        } else if let head, head.number == last.number, head.hash != last.hash {
            base = head
            notes.append(.changed(head.number))
        }
        if lacksEnd { bytes.append(UInt8(ascii: "\n")) }
        if !torn.isEmpty {
            let needsEnd = torn.last != UInt8(ascii: "\n")
            if needsEnd { bytes.append(UInt8(ascii: "\n")) }
            if base == last {
                notes.append(.torn)
                add(Mend.entry(torn + (needsEnd ? [UInt8(ascii: "\n")] : []), time: time))
            }
        }
        for entry in entries { add(entry) }
        return (bytes, base, lines, notes)
    }
}
