/// A Unix socket as libpq finds it: a folder and a port, which together make `FOLDER/.s.PGSQL.PORT` (libpq, "host").
struct PostgresSocket: Sendable, Hashable {
    let folder: String
    let port: Int

    /// Nil where `path` has not a name that libpq could be led to.
    init?(path: String) {
        let prefix = ".s.PGSQL."
        guard let slash = path.lastIndex(of: "/") else { return nil }
        let name = path[path.index(after: slash)...]
        guard name.hasPrefix(prefix), let port = Int(name.dropFirst(prefix.count)), (1...65_535).contains(port)
        else { return nil }
        folder = slash == path.startIndex ? "/" : String(path[..<slash])
        self.port = port
    }
}
