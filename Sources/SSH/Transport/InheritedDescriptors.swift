#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Keeps what this process has opened out of the programs that it starts.
///
/// NIO's sockets are not close-on-exec, so a client would inherit the connection to the bastion, the listener, and the
/// connections of other clients. What the shell gave us is handed on as it is.
public enum InheritedDescriptors {
    private static let given = open()

    /// To be called before this process has opened anything.
    public static func remember() {
        _ = given
    }

    /// Marks all that was opened since ``remember()`` as close-on-exec (fcntl(2)).
    public static func keepOthersOut() {
        for descriptor in open().subtracting(given) {
            let flags = fcntl(descriptor, F_GETFD)
            if flags >= 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
        }
    }

    /// Closes what whoever started us left open for us, but for the first three: somebody may wait for the end of a pipe.
    public static func closeGiven() {
        for descriptor in given where descriptor > 2 { close(descriptor) }
    }

    private static func open() -> Set<CInt> {
        guard let folder = opendir("/dev/fd") else { return [0, 1, 2] }
        defer { closedir(folder) }
        let own = dirfd(folder)
        var found: Set<CInt> = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let descriptor = CInt(name), descriptor != own { found.insert(descriptor) }
        }
        return found
    }
}
