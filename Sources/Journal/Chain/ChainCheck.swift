/// Follows the lines of a journal from the first to the last, and finds what does not follow.
///
/// That a line does not follow from the one before is seen at it; which of the two was changed is known when the next one
/// has been seen, since that has the hash of the one and not of the other.
struct ChainCheck {
    private(set) var faults: [ChainFault] = []
    private(set) var notes: [ChainNote] = []
    /// The last line that holds.
    private(set) var last = JournalHead.start
    /// Lines of the file so far.
    private(set) var count = 0
    /// A line that does not follow from ``last``, until it is known why.
    private var doubtful: (head: JournalHead, line: Int, previous: LineHash)?
    /// Where the line stands that ``last`` is of.
    private var lastLine = 0
    /// Bytes that are no line, and where they begin.
    private var unread: (bytes: [UInt8], line: Int)?
    /// The last lines that could not be read: where they begin, and how many they are. They count for as many entries.
    private var broken: (line: Int, count: Int)?
    private let wanted: [JournalHead]
    private var found: Set<JournalHead> = []

    /// - Parameter wanted: what is to be looked for: lines by number and hash.
    init(looking wanted: [JournalHead] = []) { self.wanted = wanted }

    func holds(_ head: JournalHead) -> Bool { found.contains(head) }

    /// - Returns: the line, where it is one.
    @discardableResult
    mutating func take(_ bytes: [UInt8], hasEnd: Bool = true) -> JournalLine? {
        count += 1
        guard let line = JournalLine(reading: bytes) else {
            if unread == nil { unread = ([], count) }
            // More than whoever appends looks back at was never mended by anybody.
            if let held = unread?.bytes.count, held <= JournalTail.reach {
                unread?.bytes += bytes + (hasEnd ? [UInt8(ascii: "\n")] : [])
            }
            return nil
        }
        let head = JournalHead(of: line)
        if wanted.contains(head) { found.insert(head) }
        settleUnread(before: line)
        follow(line, head)
        return line
    }

    private mutating func settleUnread(before line: JournalLine) {
        guard let unread else { return }
        self.unread = nil
        if doubtful == nil, Mend.isOf(unread.bytes, line, after: last) {
            notes.append(.torn(line: unread.line))
        } else {
            faults.append(.unreadable(line: unread.line))
            broken = (unread.line, count - unread.line)
        }
    }

    private mutating func follow(_ line: JournalLine, _ head: JournalHead) {
        if let doubt = doubtful {
            doubtful = nil
            if line.previous == doubt.head.hash {
                blameBefore(doubt.head, doubt.line)
                keep(doubt.head, doubt.line)
            } else if head.number < doubt.head.number {
                // The two have changed places. What comes next follows from the later one.
                faults.append(.outOfOrder(line: doubt.line))
                return keep(doubt.head, doubt.line)
            } else {
                faults.append(.changed(line: doubt.line))
                return keep(head, count)
            }
        }
        if line.previous == last.hash, line.number == last.number + 1 {
            keep(head, count)
        } else {
            doubtful = (head, count, line.previous)
        }
    }

    /// `head` is as it was written: then it is what comes before it that is not.
    private mutating func blameBefore(_ head: JournalHead, _ line: Int) {
        let isToldAlready = broken.map { $0.line + $0.count == line } ?? false
        if isToldAlready, let broken, head.number == last.number + 1 + Int64(broken.count) { return }
        if head.number > last.number + 1 {
            faults.append(.missing(from: last.number + 1, through: head.number - 1, before: line))
        } else if head.number == last.number + 1 {
            if !isToldAlready { faults.append(.changed(line: max(1, lastLine))) }
        } else {
            faults.append(.outOfOrder(line: line))
        }
    }

    private mutating func keep(_ head: JournalHead, _ line: Int) {
        last = head
        lastLine = line
    }

    /// - Parameter kept: the head beside the file; nil where there is none that can be read.
    mutating func end(head kept: JournalHead?) {
        if let doubt = doubtful {
            doubtful = nil
            if kept == doubt.head {
                blameBefore(doubt.head, doubt.line)
            } else {
                faults.append(.changed(line: doubt.line))
            }
            keep(doubt.head, doubt.line)
        }
        let torn = unread
        unread = nil
        guard let kept else {
            if let torn { faults.append(.unreadable(line: torn.line)) }
            if count > 0 { faults.append(.headMissing) }
            return
        }
        if kept.number > last.number {
            if let torn { faults.append(.unreadable(line: torn.line)) }
            faults.append(.cutOff(from: last.number + 1, through: kept.number))
        } else {
            if let torn {
                // A line is acknowledged by the head, so what it does not know was never finished.
                if torn.bytes.contains(UInt8(ascii: "\n")) {
                    faults.append(.unreadable(line: torn.line))
                } else {
                    notes.append(.unfinished(line: torn.line))
                }
            }
            if kept.number == last.number, kept.hash != last.hash, faults.last != .changed(line: lastLine) {
                faults.append(.changed(line: lastLine))
            }
            if kept.number < last.number {
                if holds(kept) { notes.append(.headBehind) } else { faults.append(.headDiffers(kept.number)) }
            }
        }
    }
}
