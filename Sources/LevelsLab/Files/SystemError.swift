#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

enum SystemError {
    static func text(_ code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }

    /// A failure with the thread's current `errno`; to be asked for right after the call.
    static func last(_ what: String) -> LabFailure {
        .system(what, errno: errno)
    }
}
