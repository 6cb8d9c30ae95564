#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What a crash of ours would write to disk: keys and passwords among it.
enum CoreDumps {
    /// Sets the soft limit of this process to nothing (setrlimit(2)), before a secret is read. The hard limit stays, so
    /// that a client can have it back: what a client dumps is its own affair.
    static func forbid() {
        var limit = rlimit()
        #if canImport(Darwin)
            guard getrlimit(RLIMIT_CORE, &limit) == 0 else { return }
            limit.rlim_cur = 0
            _ = setrlimit(RLIMIT_CORE, &limit)
        #else
            let core = __rlimit_resource_t(RLIMIT_CORE.rawValue)
            guard getrlimit(core, &limit) == 0 else { return }
            limit.rlim_cur = 0
            _ = setrlimit(core, &limit)
        #endif
    }
}
