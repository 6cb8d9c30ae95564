#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What a server writes, at sshd's `LogLevel VERBOSE`.
struct LabLog: Sendable {
    let path: String

    /// In bytes.
    var size: Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    func text(since mark: Int = 0) -> String {
        guard let bytes = Disk.read(path, limit: 1 << 28), bytes.count > mark else { return "" }
        return String(decoding: bytes[mark...], as: UTF8.self)
    }

    func lines(since mark: Int = 0) -> [Substring] { text(since: mark).split(whereSeparator: \.isNewline) }
}
