#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Where the journal lies: a folder that is ours alone.
public struct JournalFolder: Sendable, Hashable {
    public let path: String

    public init(path: String) { self.path = path }

    /// `$XDG_STATE_HOME/levels-ssh`, or `~/.local/state/levels-ssh` (XDG Base Directory Specification); on macOS too, where
    /// a folder that is the same everywhere was preferred to one below Library.
    public init(environment: [String: String]) throws(JournalError) {
        func absolute(_ name: String) -> String? {
            environment[name].flatMap { $0.utf8.first == UInt8(ascii: "/") ? $0 : nil }
        }
        guard let state = absolute("XDG_STATE_HOME") ?? absolute("HOME").map({ $0 + "/.local/state" }) else {
            throw .noHome
        }
        path = state + "/levels-ssh"
    }

    /// Opens it, and makes it where it is not there.
    ///
    /// Calls `body` with its descriptor, from which what is in it is opened: it cannot become another one meanwhile.
    func with<Value>(
        making: Bool, _ body: (Int32) throws(JournalError) -> Value
    ) throws(JournalError) -> Value {
        if making { try make() }
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw .folder(path: path, reason: Self.lastError()) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .folder(path: path, reason: Self.lastError()) }
        guard status.st_uid == geteuid() else { throw .folder(path: path, reason: "it belongs to another user") }
        guard status.st_mode & 0o077 == 0 else {
            throw .notPrivate(path: path, mode: UInt16(status.st_mode & 0o7777))
        }
        return try body(descriptor)
    }

    private func make() throws(JournalError) {
        var folder = ""
        for part in path.split(separator: "/") {
            folder += "/" + part
            // What is there already is looked at when all of it is.
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST || access(folder, F_OK) == 0 else {
                throw .folder(path: path, reason: Self.lastError())
            }
        }
    }

    static func lastError() -> String {
        errno == ELOOP ? "it is a link" : String(cString: strerror(errno))
    }
}
