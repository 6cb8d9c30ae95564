#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the machine that the tests run on lets them do.
enum Machine {
    static var isRoot: Bool { getuid() == 0 }

    static var hasProcesses: Bool { access("/proc/self/statm", R_OK) == 0 }

    static var canMakeNamespaces: Bool { isRoot && hasProcesses && access("/usr/sbin/nft", X_OK) == 0 }

    /// Lets this process have as many descriptors as it may: both ends of every connection of a test are in it.
    static func raiseDescriptorLimit() {
        var limit = rlimit()
        #if canImport(Darwin)
            let kind = RLIMIT_NOFILE
        #else
            let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #endif
        guard getrlimit(kind, &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 8192)
        setrlimit(kind, &limit)
    }

    /// `make soak` sets it: what takes minutes is run as well.
    static var isSoaking: Bool { getenv("LEVELS_SOAK").map { String(cString: $0) } == "1" }
}
