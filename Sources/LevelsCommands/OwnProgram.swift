#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The program that we are.
enum OwnProgram {
    /// The version, and the file's size and time: after an upgrade the same path is another program.
    static let version: String = {
        var status = stat()
        guard let path, stat(path, &status) == 0 else { return LevelsSSH.version }
        #if canImport(Darwin)
            let time = status.st_mtimespec.tv_sec
        #else
            let time = status.st_mtim.tv_sec
        #endif
        return "\(LevelsSSH.version) (\(status.st_size)-\(time))"
    }()

    /// What stands behind our name on the command line; nil where Swift knows.
    ///
    /// It looks for the words on the stack, below the environment, and finds none where a preloaded library has changed
    /// the environment before we began, as libfaketime does: `apply` would print the help then, and exit with 0. The
    /// kernel knows them all the same (proc(5), `/proc/[pid]/cmdline`).
    static var lostArguments: [String]? {
        guard CommandLine.arguments.isEmpty,
            let bytes = KernelFile.bytes("/proc/self/cmdline", limit: 8 << 20)
        else { return nil }
        return bytes.split(separator: 0, omittingEmptySubsequences: false).dropFirst().dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Without links (realpath(3)). Nil where the system does not say.
    static let path: String? = {
        #if canImport(Darwin)
            var size: UInt32 = 0
            _ = _NSGetExecutablePath(nil, &size)
            var path = [CChar](repeating: 0, count: Int(size) + 1)
            guard _NSGetExecutablePath(&path, &size) == 0, let real = realpath(path, nil) else { return nil }
        #else
            guard let real = realpath("/proc/self/exe", nil) else { return nil }
        #endif
        defer { free(real) }
        return String(cString: real)
    }()
}
