import Inventory

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A Unix socket is guarded by the folder that it lies in: connecting needs search permission there (unix(7)).
package enum SocketFolder {
    /// - Throws: if somebody else could reach a socket at `path`, or could put another in its place.
    package static func check(holding path: String) throws(TunnelFailure) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else {
            throw refusal("the path of a socket must be absolute: \(path)", "give --socket the whole path")
        }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        var about = stat()
        guard lstat(folder, &about) == 0 else {
            throw refusal("\(folder): \(String(cString: strerror(errno)))", "mkdir -m 700 \(folder)")
        }
        guard about.st_mode & S_IFMT == S_IFDIR else { throw refusal("\(folder) is not a folder", nil) }
        guard about.st_uid == getuid() else { throw refusal("\(folder) belongs to somebody else", nil) }
        guard about.st_mode & 0o077 == 0 else {
            throw refusal("\(folder) is open to others", "chmod 700 \(folder)")
        }
    }

    private static func refusal(_ message: String, _ hint: String?) -> TunnelFailure {
        TunnelFailure(hop: .local, message: message, hint: hint, exit: .refused)
    }
}
