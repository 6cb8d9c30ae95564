/// What was found wrong with a journal while something was appended to it.
public enum JournalNote: Sendable, Hashable {
    /// The last line was cut off: a crash, a full disk.
    case torn
    /// Lines of these numbers were there, and are no longer.
    case lost(from: Int64, through: Int64)
    /// The line of this number is not as it was written.
    case changed(Int64)
    /// What is kept beside it cannot be read.
    case headUnreadable
    /// ... or not be written; the reason is the system's.
    case headUnwritten(String)

    /// Lower case, no final stop.
    public var message: String {
        switch self {
        case .torn: "the journal's last line was cut off; the next one says so"
        case .lost(let first, let last):
            first == last
                ? "line \(first) of the journal is missing" : "lines \(first) to \(last) of the journal are missing"
        case .changed(let number): "line \(number) of the journal was changed"
        case .headUnreadable: "the journal's head cannot be read, and is written anew"
        case .headUnwritten(let reason): "the journal's head cannot be written: \(reason)"
        }
    }
}
