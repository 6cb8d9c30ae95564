#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A path as it is seen from here, for somebody who is elsewhere.
enum AbsolutePath {
    /// Without links and dots where it is there (realpath(3)): one file has one name.
    static func of(_ path: String) -> String {
        if let real = realpath(path, nil) {
            defer { free(real) }
            return String(cString: real)
        }
        guard !path.hasPrefix("/"), !path.hasPrefix("~"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return String(cString: folder) + "/" + path
    }
}
