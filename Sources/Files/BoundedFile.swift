#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Reads a file that has to be a regular one, and no more of it than a bound.
///
/// Opened without blocking, because a named pipe in its place would hold the program for ever, and judged by the open
/// descriptor, because a path can change between looking and reading.
public enum BoundedFile {
    public enum Failure: Error, Equatable, Sendable {
        case missing
        /// Where links are not followed: open(2), `O_NOFOLLOW`.
        case link
        case unreadable(reason: String)
        case notRegular
        case tooLarge(limit: Int)
    }

    public struct Contents: Sendable {
        public var bytes: [UInt8]
        /// The permission bits.
        public let mode: UInt16
        public let owner: UInt32

        public var isWritableByEverybody: Bool { mode & 0o002 != 0 }
    }

    /// All of it; one that is longer than `limit` bytes is refused, and so is one that grows meanwhile.
    /// - Parameter folder: an open folder that a relative path starts from; nil is the current one.
    public static func read(
        _ path: String, in folder: Int32? = nil, followsLinks: Bool = true, limit: Int
    ) throws(Failure) -> Contents {
        try read(path, folder, followsLinks, limit, refusesMore: true)
    }

    /// Its first bytes, `limit` at most; the rest of a longer one is left.
    public static func beginning(of path: String, limit: Int) throws(Failure) -> Contents {
        try read(path, nil, true, limit, refusesMore: false)
    }

    private static func read(
        _ path: String, _ folder: Int32?, _ followsLinks: Bool, _ limit: Int, refusesMore: Bool
    ) throws(Failure) -> Contents {
        guard !path.utf8.contains(0) else { throw .missing }
        let flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | (followsLinks ? 0 : O_NOFOLLOW)
        let descriptor = openat(folder ?? AT_FDCWD, path, flags)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw .missing
            // EMLINK is how FreeBSD says it; of links that are followed, ELOOP tells that they go in a circle.
            case ELOOP where !followsLinks, EMLINK where !followsLinks: throw .link
            default: throw .unreadable(reason: lastError())
            }
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(reason: lastError()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
        guard status.st_size <= limit || !refusesMore else { throw .tooLarge(limit: limit) }
        // One byte more than there should be is asked for, so that a file that grows meanwhile is noticed. The array has its
        // final size from the start: growing it would leave parts of a private key in memory that has been given back.
        var bytes = [UInt8](repeating: 0, count: min(limit, Int(status.st_size)) + 1)
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                Descriptor.readSome(descriptor, UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
            }
            guard count >= 0 else {
                let reason = lastError()
                bytes.withUnsafeMutableBytes(Wiping.cleanse)
                throw .unreadable(reason: reason)
            }
            if count == 0 { break }
            filled += count
        }
        guard filled < bytes.count || !refusesMore else {
            bytes.withUnsafeMutableBytes(Wiping.cleanse)
            throw .tooLarge(limit: limit)
        }
        bytes.removeLast(bytes.count - min(filled, bytes.count - 1))
        return Contents(bytes: bytes, mode: UInt16(status.st_mode & 0o7777), owner: status.st_uid)
    }

    private static func lastError() -> String { String(cString: strerror(errno)) }
}
