import Tunnel

extension ClientInvocation {
    /// libpq's environment. `PGHOST` is the server's real name, which a certificate is verified against; `PGHOSTADDR`
    /// is where the connection goes instead ("Parameter Key Words": host, hostaddr).
    mutating func lead(postgres target: DatabaseTarget, password: Secret?) throws(ClientFailure) {
        // Settings of the user's that would lead past the tunnel: a service file, a password for another server.
        for name in ["PGSERVICE", "PGHOSTADDR", "PGPASSWORD"] { environment[name] = nil }
        let port: Int
        var hosts: [String]
        switch target.endpoint {
        case .loopback(let number):
            port = number
            environment["PGHOST"] = .text(target.server)
            environment["PGHOSTADDR"] = "127.0.0.1"
            // The name is what libpq looks up; the others are for a user who says -h.
            hosts = [target.server, "127.0.0.1", "localhost"]
        case .unix(let path):
            guard let socket = PostgresSocket(path: path) else {
                throw .socketUnusable(program: program, path: path)
            }
            port = socket.port
            environment["PGHOST"] = .text(socket.folder)
            hosts = [socket.folder]
        }
        environment["PGPORT"] = .text(String(port))
        if let user = target.user { environment["PGUSER"] = .text(user) }
        if let database = target.databaseName { environment["PGDATABASE"] = .text(database) }
        guard let password else { return }
        guard let lines = PostgresPasswordFile.lines(hosts: hosts, port: port, user: target.user, password) else {
            throw .passwordUnusable(program: program, reason: "it contains a line end, which no password file can hold")
        }
        secret = Secret(lines)
        environment["PGPASSFILE"] = .secretPath(prefix: "")
    }
}

/// libpq's password file: `host:port:database:user:password` ("The Password File").
enum PostgresPasswordFile {
    /// One line for each of `hosts`, for every database there: `\c` and pg_dumpall go from one to the next.
    /// Nil where the password cannot be written down.
    static func lines(hosts: [String], port: Int, user: String?, _ password: Secret) -> [UInt8]? {
        let bytes = password.revealed
        guard !bytes.contains(UInt8(ascii: "\n")), !bytes.contains(UInt8(ascii: "\r")) else { return nil }
        let account = user.map { escaped($0.utf8) } ?? [UInt8(ascii: "*")]
        let end = account + Array(":".utf8) + escaped(bytes) + Array("\n".utf8)
        var lines: [UInt8] = []
        for host in hosts {
            lines += escaped(host.utf8)
            lines += Array(":\(port):*:".utf8)
            lines += end
        }
        return lines
    }

    /// A colon or a backslash within a field is escaped by a backslash.
    private static func escaped(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.flatMap { byte in
            byte == UInt8(ascii: ":") || byte == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), byte] : [byte]
        }
    }
}
