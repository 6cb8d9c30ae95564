import Inventory
import Tunnel

/// A database that is open, as the script is told of it.
struct SessionDatabase: Sendable {
    /// What stands for it in the name of a variable.
    let label: String
    let target: DatabaseTarget
    /// Files, each where there is such a one.
    var passwordFile: String?
    /// For MySQL's clients: where it is, and how to log in.
    var optionFile: String?
    /// For libpq: the password.
    var passFile: String?

    /// Writes the files.
    init(
        _ opening: SessionPlan.Opening, at endpoint: LocalEndpoint, _ password: Secret?, in places: SessionPlaces
    ) throws(CommandFailure) {
        label = opening.label
        target = opening.plan.target(at: endpoint)
        if let password { passwordFile = try places.secret("\(label).password", password.revealed) }
        switch target.engine {
        case .mysql: optionFile = try places.secret("\(label).cnf", MySQLOptionFile.whole(target, password))
        case .postgres:
            let hosts = [target.server, "127.0.0.1", "localhost"]
            if let password, let port = endpoint.port,
                let lines = PostgresPasswordFile.lines(hosts: hosts, port: port, user: target.user, password)
            {
                passFile = try places.secret("\(label).pgpass", lines)
            }
        case .tcp: break
        }
    }

    /// In libpq's service file ("The Connection Service File"): `psql service=main`.
    var service: [String] {
        guard target.engine == .postgres, let port = target.endpoint.port else { return [] }
        let members = [
            ("host", target.server), ("hostaddr", "127.0.0.1"), ("port", "\(port)"), ("user", target.user),
            ("dbname", target.databaseName), ("passfile", passFile),
        ]
        return ["[\(target.name)]"] + members.compactMap { name, value in value.map { "\(name)=\($0)" } }
    }

    /// What is known of it, by the ends of names of variables.
    var facts: [(String, String?)] {
        [
            ("ENGINE", target.engine.rawValue), ("HOST", "127.0.0.1"), ("PORT", target.endpoint.port.map(String.init)),
            ("USER", target.user), ("NAME", target.databaseName), ("URL", DatabaseURL.line(target)),
            ("PASSWORD_FILE", passwordFile), ("OPTION_FILE", optionFile), ("PASSFILE", passFile),
        ]
    }
}

extension LocalEndpoint {
    var port: Int? {
        if case .loopback(let port) = self { port } else { nil }
    }
}

extension MySQLOptionFile {
    /// Everything that a client needs. Only the two that open a database know what to make of its name.
    static func whole(_ target: DatabaseTarget, _ password: Secret?) -> [UInt8] {
        var file = password.map(Self.password) ?? Array("[client]\n".utf8)
        var options = [("protocol", "tcp"), ("host", "127.0.0.1"), ("port", "\(target.endpoint.port ?? 0)")]
        if let user = target.user { options.append(("user", user)) }
        for (name, value) in options { file += Array("\(name)=".utf8) + quoted(value.utf8) + Array("\n".utf8) }
        if let database = target.databaseName {
            file += Array("[mysql]\ndatabase=".utf8) + quoted(database.utf8) + Array("\n".utf8)
        }
        return file
    }
}
