import Inventory

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A lock that ends with whoever holds it, however that ends (flock(2)). No program that is started inherits it.
struct FileLock: Sendable {
    private let descriptor: Int32

    /// Waits for it.
    init(_ path: String) throws(CommandFailure) {
        descriptor = try Self.open(path)
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                let reason = String(cString: strerror(errno))
                close(descriptor)
                throw .configuration("cannot lock \(Escaped.text(path)): \(reason)", hint: nil)
            }
        }
    }

    /// Nil where somebody else holds it.
    init?(ifFree path: String) throws(CommandFailure) {
        descriptor = try Self.open(path)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
    }

    func release() { close(descriptor) }

    private static func open(_ path: String) throws(CommandFailure) -> Int32 {
        #if canImport(Darwin)
            let descriptor = Darwin.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        #else
            let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        #endif
        guard descriptor >= 0 else {
            throw .configuration(
                "cannot make \(Escaped.text(path)): \(String(cString: strerror(errno)))",
                hint: "make room there, or set XDG_RUNTIME_DIR to another folder")
        }
        return descriptor
    }
}
