internal import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The number and the hash of the journal's last line, beside it.
///
/// It is written after the line is on the disk and does not wait for the disk itself: after a power failure it may be of an
/// earlier line, which takes nothing from the lines that are there. Only where it is new or becomes longer, as with the
/// tenth line, it is replaced whole; else it is overwritten where it stands, and a disk writes so few bytes at once or not
/// at all.
struct HeadFile {
    static let name = "journal.head"
    private static let longest = 128

    let path: String
    /// The open one that it lies in.
    let folder: Int32

    func read() -> (head: JournalHead?, isBroken: Bool) {
        do throws(BoundedFile.Failure) {
            let contents = try BoundedFile.read(Self.name, in: folder, followsLinks: false, limit: Self.longest)
            let text = String(decoding: contents.bytes, as: UTF8.self)
            guard text.hasSuffix("\n"), let head = JournalHead(text.dropLast()) else { return (nil, true) }
            return (head, false)
        } catch {
            return (nil, error != .missing)
        }
    }

    /// - Returns: what went wrong.
    func write(_ head: JournalHead) -> [JournalNote] {
        let bytes = Array("\(head)\n".utf8)
        if overwrite(bytes) { return [] }
        do throws(WholeFile.Failure) {
            try WholeFile.write(bytes, to: path, mode: 0o600)
            return []
        } catch {
            return [.headUnwritten(error.reason)]
        }
    }

    /// - Returns: false where it is not one that may be, or not as long.
    private func overwrite(_ bytes: [UInt8]) -> Bool {
        let descriptor = openat(folder, Self.name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var status = stat()
        // Another name of it may be somebody's copy, which stays as it is.
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_nlink == 1, Int(status.st_size) == bytes.count
        else { return false }
        return bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) } == bytes.count
    }
}
