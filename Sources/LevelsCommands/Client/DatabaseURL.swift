import Inventory
import Tunnel

/// A database as a URL: the one line of data that a held tunnel prints, and `DATABASE_URL`.
enum DatabaseURL {
    /// Without a password.
    static func line(_ target: DatabaseTarget) -> String {
        make(target, password: nil)
    }

    /// With the password, for the environment of a client whose user asked for it; never for anything printed.
    static func withPassword(_ target: DatabaseTarget, _ password: Secret?) -> String {
        make(target, password: password)
    }

    /// Forms that the engines' own tools take: libpq's "Connection URIs", and for MySQL the one that connectors share.
    private static func make(_ target: DatabaseTarget, password: Secret?) -> String {
        let account = account(target.user, password)
        let database = target.databaseName.map { "/" + encoded($0.utf8) }
        switch (target.engine, target.endpoint) {
        case (.mysql, .loopback(let port)): return "mysql://\(account)127.0.0.1:\(port)\(database ?? "/")"
        case (.mysql, .unix(let path)):
            return "mysql://\(account)localhost\(database ?? "/")?socket=\(encoded(path.utf8))"
        case (.postgres, .loopback(let port)): return "postgresql://\(account)127.0.0.1:\(port)\(database ?? "/")"
        case (.postgres, .unix(let path)):
            guard let socket = PostgresSocket(path: path) else {
                return "postgresql://\(account)\(database ?? "/")?host=\(encoded(path.utf8))"
            }
            return "postgresql://\(account)\(database ?? "/")?host=\(encoded(socket.folder.utf8))&port=\(socket.port)"
        case (.tcp, .loopback(let port)): return "tcp://127.0.0.1:\(port)"
        case (.tcp, .unix(let path)): return "unix:\(encoded(path.utf8, keeping: "/"))"
        }
    }

    private static func account(_ user: String?, _ password: Secret?) -> String {
        guard let user else { return "" }
        guard let password else { return encoded(user.utf8) + "@" }
        return encoded(user.utf8) + ":" + encoded(password.revealed) + "@"
    }

    /// Everything but RFC 3986's unreserved characters is percent-encoded.
    private static func encoded(_ bytes: some Sequence<UInt8>, keeping kept: String = "") -> String {
        var text = ""
        for byte in bytes {
            let scalar = Unicode.Scalar(byte)
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": text.unicodeScalars.append(scalar)
            case _ where kept.unicodeScalars.contains(scalar): text.unicodeScalars.append(scalar)
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return text
    }
}
