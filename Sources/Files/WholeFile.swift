#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Replaces a file whole or not at all: written beside the old one, flushed, and renamed over it (rename(2)).
///
/// Whoever is killed on the way leaves the old file, and perhaps one beside it whose name begins with a dot.
public enum WholeFile {
    /// Why nothing was changed.
    public struct Failure: Error, Equatable, Sendable {
        /// As it was named; escape it before printing.
        public let path: String
        /// The system's.
        public let reason: String
    }

    /// A file that is there already keeps its permissions; a new one gets `mode`, less the umask. A link is refused: it would
    /// be replaced itself, and what it leads to would stay as it was.
    public static func write(_ bytes: [UInt8], to path: String, mode: UInt16 = 0o644) throws(Failure) {
        var status = stat()
        let isThere = lstat(path, &status) == 0
        if isThere, status.st_mode & S_IFMT != S_IFREG {
            throw Failure(path: path, reason: status.st_mode & S_IFMT == S_IFLNK ? "it is a link" : "it is no file")
        }
        let (folder, name) = parts(path)
        let (beside, descriptor) = try create(in: folder, as: name, for: path, mode: mode)
        do throws(Failure) {
            defer { close(descriptor) }
            if isThere, fchmod(descriptor, status.st_mode & 0o7777) != 0 { throw last(path) }
            try fill(descriptor, bytes, for: path)
            guard fsync(descriptor) == 0 else { throw last(path) }
        } catch {
            unlink(beside)
            throw error
        }
        guard rename(beside, path) == 0 else {
            let failure = last(path)
            unlink(beside)
            throw failure
        }
        try flush(folder, for: path)
    }

    /// Takes a file away; one that is not there is no failure.
    public static func remove(_ path: String) throws(Failure) {
        guard unlink(path) == 0 else {
            if errno == ENOENT { return }
            throw last(path)
        }
        try flush(parts(path).folder, for: path)
    }

    private static func parts(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.utf8.index(after: slash)...]))
    }

    private static func create(
        in folder: String, as name: String, for path: String, mode: UInt16
    ) throws(Failure) -> (path: String, descriptor: Int32) {
        // A name of its own each time: one that a killed program has left must not be in the way.
        for _ in 0..<8 {
            let beside = "\(folder)/.\(name).\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
            let descriptor = open(beside, flags, mode_t(mode))
            if descriptor >= 0 { return (beside, descriptor) }
            guard errno == EEXIST else { break }
        }
        throw last(path)
    }

    private static func fill(_ descriptor: Int32, _ bytes: [UInt8], for path: String) throws(Failure) {
        guard bytes.withUnsafeBytes({ Descriptor.writeAll(descriptor, $0) }) else { throw last(path) }
    }

    /// So that the new name is on the disk as well.
    private static func flush(_ folder: String, for path: String) throws(Failure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw last(path) }
        defer { close(descriptor) }
        // Some file systems flush no folders, and say EINVAL.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw last(path) }
    }

    private static func last(_ path: String) -> Failure {
        Failure(path: path, reason: String(cString: strerror(errno)))
    }
}
