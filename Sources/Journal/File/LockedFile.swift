import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The journal's file, open and locked.
struct LockedFile {
    private let descriptor: Int32
    private let path: String

    /// How long somebody else may hold it: a line takes milliseconds.
    private static let patience = Duration.seconds(5)

    /// - Parameters:
    ///   - path: for messages.
    ///   - folder: an open one.
    static func with<Value>(
        _ name: String, at path: String, in folder: Int32, writing: Bool,
        _ body: (LockedFile) throws(JournalError) -> Value
    ) throws(JournalError) -> Value {
        let flags = (writing ? O_RDWR | O_APPEND | O_CREAT : O_RDONLY) | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
        let descriptor = openat(folder, name, flags, 0o600)
        guard descriptor >= 0 else { throw .file(path: path, reason: JournalFolder.lastError()) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .file(path: path, reason: JournalFolder.lastError()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .file(path: path, reason: "it is no file") }
        guard status.st_uid == geteuid() else { throw .file(path: path, reason: "it belongs to another user") }
        guard status.st_nlink == 1 else { throw .file(path: path, reason: "it has another name as well") }
        guard status.st_mode & 0o077 == 0 else {
            throw .notPrivate(path: path, mode: UInt16(status.st_mode & 0o7777))
        }
        try lock(descriptor, writing ? LOCK_EX : LOCK_SH, path)
        return try body(LockedFile(descriptor: descriptor, path: path))
    }

    /// flock(2) has no time limit of its own. The lock goes with the descriptor.
    private static func lock(_ descriptor: Int32, _ kind: Int32, _ path: String) throws(JournalError) {
        let begun = ContinuousClock.now
        while flock(descriptor, kind | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw .file(path: path, reason: JournalFolder.lastError())
            }
            guard ContinuousClock.now - begun < patience else { throw .locked(path: path) }
            usleep(2000)
        }
    }

    var size: Int {
        get throws(JournalError) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw .file(path: path, reason: JournalFolder.lastError()) }
            return Int(status.st_size)
        }
    }

    /// Nil where there is no line to be found.
    func tail() throws(JournalError) -> JournalTail? {
        let size = try size
        let start = max(0, size - JournalTail.reach)
        return JournalTail(try read(from: start, count: size - start), isAll: start == 0)
    }

    /// Writes, and waits for the disk.
    func append(_ bytes: [UInt8]) throws(JournalError) {
        guard bytes.withUnsafeBytes({ Descriptor.writeAll(descriptor, $0) }), fsync(descriptor) == 0 else {
            throw .file(path: path, reason: JournalFolder.lastError())
        }
    }

    /// Every line without its end, and whether it has one. Of a line that is too long to be one its beginning is given.
    func forEachLine(_ body: (_ bytes: [UInt8], _ hasEnd: Bool) -> Void) throws(JournalError) {
        let size = try size
        var position = 0
        var line: [UInt8] = []
        while position < size {
            let chunk = try read(from: position, count: min(256 << 10, size - position))
            if chunk.isEmpty { break }
            position += chunk.count
            var rest = chunk[...]
            while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
                line += rest[..<newline]
                body(line, true)
                line = []
                rest = rest[(newline + 1)...]
            }
            if line.count <= JournalLine.longest { line += rest }
        }
        if !line.isEmpty { body(line, false) }
    }

    private func read(from start: Int, count: Int) throws(JournalError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(start + filled))
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw .file(path: path, reason: JournalFolder.lastError()) }
            if got == 0 { break }
            filled += got
        }
        bytes.removeLast(count - filled)
        return bytes
    }
}
