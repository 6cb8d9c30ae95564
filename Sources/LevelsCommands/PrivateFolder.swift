import Inventory

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A folder for sockets that nobody else can look into.
enum PrivateFolder {
    /// `$XDG_RUNTIME_DIR/levels-ssh`, or `levels-ssh-UID` under `$TMPDIR` or /tmp; made with mode 0700 if it is not there.
    /// Whether it is ours alone is checked by whoever puts a socket into it.
    static func path(environment: [String: String] = ProcessEnvironment.read()) throws(CommandFailure) -> String {
        let folder = place(environment: environment)
        try make(folder)
        return folder
    }

    /// Where it is, or would be.
    static func place(environment: [String: String]) -> String {
        if let runtime = environment["XDG_RUNTIME_DIR"], runtime.utf8.first == UInt8(ascii: "/") {
            return runtime + "/levels-ssh"
        } else {
            let temporary = environment["TMPDIR"].flatMap { $0.utf8.first == UInt8(ascii: "/") ? $0 : nil } ?? "/tmp"
            return "\(temporary)/levels-ssh-\(getuid())"
        }
    }

    /// Where a socket lies that nobody has named. PostgreSQL's clients are told a folder and a port, and make the name of
    /// the socket of them themselves (libpq's "Parameter Key Words": host), so it has a folder of its own.
    static func socket(_ name: String, for engine: Database.Engine) throws(CommandFailure) -> String {
        let folder = try path() + "/" + name
        guard engine == .postgres else { return folder + ".sock" }
        try make(folder)
        return folder + "/.s.PGSQL.5432"
    }

    private static func make(_ folder: String) throws(CommandFailure) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw .configuration(
                "cannot make \(Escaped.text(folder)): \(String(cString: strerror(errno)))",
                hint: "name a path with --socket")
        }
    }
}
