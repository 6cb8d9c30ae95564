/// Why there is no journal to be read, or none to be written.
public enum JournalError: Error, Sendable, Hashable {
    /// Nothing says where it is to be.
    case noHome
    /// The reasons are the system's, or ours; paths are as they were named.
    case folder(path: String, reason: String)
    case file(path: String, reason: String)
    /// Others can get at it.
    case notPrivate(path: String, mode: UInt16)
    /// Somebody else holds it for longer than anybody should.
    case locked(path: String)
    /// No line can be found at its end.
    case damaged(path: String)

    /// Lower case, no final stop. Paths in it are as they were named: escape it before printing.
    public var message: String {
        switch self {
        case .noHome: "there is no place for the journal: neither XDG_STATE_HOME nor HOME is an absolute path"
        case .folder(let path, let reason): "the journal's folder \(path) cannot be used: \(reason)"
        case .file(let path, let reason): "the journal \(path) cannot be used: \(reason)"
        case .notPrivate(let path, let mode):
            "others may use \(path): its mode is \(String(mode, radix: 8))"
        case .locked(let path): "the journal \(path) is held by another process"
        case .damaged(let path): "the journal \(path) has no line at its end that can be read"
        }
    }

    public var hint: String {
        switch self {
        case .noHome: "set XDG_STATE_HOME to a folder of yours"
        case .folder, .file: "check that it is yours, no link, and that there is room"
        case .notPrivate(let path, _): "chmod go-rwx \(path)"
        case .locked: "look for a levels-ssh that was stopped: ps -C levels-ssh"
        case .damaged: "levels-ssh log verify; move the file away to begin another"
        }
    }
}
