#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The two system calls that take or give less than they are asked for, or nothing because a signal came: read(2) and
/// write(2). Errors are left in `errno`.
public enum Descriptor {
    /// Writes all of it, however often that takes. Waits for one that takes nothing now: whoever shares a terminal or a
    /// pipe with us may have made it so for all (fcntl(2), O_NONBLOCK).
    ///
    /// - Returns: false where the descriptor takes no more; `errno` says why.
    public static func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            #if canImport(Darwin)
                let count = Darwin.write(descriptor, start, rest.count)
            #else
                let count = Glibc.write(descriptor, start, rest.count)
            #endif
            if count > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if count < 0, errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wait, 1, -1)
            } else if count == 0 || errno != EINTR {
                return false
            }
        }
        return true
    }

    /// - Returns: how many bytes were read, 0 at the end, or -1.
    public static func readSome(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            #if canImport(Darwin)
                let count = Darwin.read(descriptor, bytes.baseAddress, bytes.count)
            #else
                let count = Glibc.read(descriptor, bytes.baseAddress, bytes.count)
            #endif
            if count >= 0 || errno != EINTR { return count }
        }
    }
}
