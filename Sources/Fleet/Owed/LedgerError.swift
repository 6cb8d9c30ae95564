/// Why there is no ledger to be had, or none to be written.
public enum LedgerError: Error, Sendable, Hashable {
    /// `reason` is the system's.
    case unreadable(path: String, reason: String)
    case unwritable(path: String, reason: String)
    case tooLarge
    case notText
    /// The line's number, and as much of it as can be shown.
    case badLine(Int, String)
    case twice(Int)

    /// Lower case, no final stop.
    public var message: String {
        switch self {
        case .unreadable(let path, let reason): "\(LedgerText.shown(path)) cannot be read: \(reason)"
        case .unwritable(let path, let reason): "\(LedgerText.shown(path)) cannot be written: \(reason)"
        case .tooLarge: "\(Ledger.name) is larger than any that we write"
        case .notText: "\(Ledger.name) is not UTF-8"
        case .badLine(let line, let text): "\(Ledger.name):\(line): this is no debt as we write them: \(text)"
        case .twice(let line): "\(Ledger.name):\(line): this is owed in an earlier line already"
        }
    }

    public var hint: String {
        switch self {
        case .unreadable: "check that it is a file of yours, and no link"
        case .unwritable: "check that there is room, and that you may write there"
        case .tooLarge, .notText, .badLine, .twice:
            "git checkout \(Ledger.name); after a merge, take out the marks and the lines that stand there twice"
        }
    }
}
