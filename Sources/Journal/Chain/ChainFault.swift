/// What is wrong with a journal. Lines count from 1, as an editor shows them; numbers are what lines call themselves.
public enum ChainFault: Sendable, Hashable {
    /// It is no line as we write them.
    case unreadable(line: Int)
    case changed(line: Int)
    /// Lines of these numbers ought to stand before that one.
    case missing(from: Int64, through: Int64, before: Int)
    /// It stands where it was not written.
    case outOfOrder(line: Int)
    /// Lines of these numbers ought to stand at the end.
    case cutOff(from: Int64, through: Int64)
    /// Nothing says how long it ought to be.
    case headMissing
    /// The head knows another line of this number.
    case headDiffers(Int64)
    /// The line that was asked for is not in it.
    case notHeld(JournalHead)

    /// Lower case, no final stop.
    public var message: String {
        switch self {
        case .unreadable(let line): "line \(line) was changed: it is no line as they are written"
        case .changed(let line): "line \(line) was changed"
        case .missing(let first, let last, let line): "\(Self.lines(first, last)) missing before line \(line)"
        case .outOfOrder(let line): "line \(line) is not where it was written"
        case .cutOff(let first, let last): "\(Self.lines(first, last)) missing at the end"
        case .headMissing: "journal.head is missing: whether something was cut off at the end cannot be told"
        case .headDiffers(let number): "line \(number) is not the one that journal.head knows"
        case .notHeld(let head): "there is no line \(head.number) with that hash"
        }
    }

    private static func lines(_ first: Int64, _ last: Int64) -> String {
        first == last ? "entry \(first) is" : "entries \(first) to \(last) are"
    }
}

/// What is worth a word, and nobody's doing.
public enum ChainNote: Sendable, Hashable {
    /// It was cut off when it was written, and the next one says so.
    case torn(line: Int)
    /// The last one was cut off when it was written, and nothing has been written since.
    case unfinished(line: Int)
    /// Whoever wrote the last line was stopped before the head was written.
    case headBehind

    public var message: String {
        switch self {
        case .torn(let line): "line \(line) was cut off as it was written; the next one says so"
        case .unfinished(let line): "line \(line) was cut off as it was written; the next entry will say so"
        case .headBehind: "journal.head is of an earlier line: whoever wrote the last one was stopped"
        }
    }
}
