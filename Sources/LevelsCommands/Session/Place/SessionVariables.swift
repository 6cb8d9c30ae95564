import Inventory

/// The environment variables of a script. Pure.
enum SessionVariables {
    /// The folder of a session.
    static let folder = "LEVELS_SESSION"
    /// Where the sessions of the debugging session around us are lent; nil outside of one.
    static func socket(_ environment: [String: String]) -> String? { environment[folder].map { $0 + "/keeper" } }

    /// The file that it is recorded in.
    static let recording = "LEVELS_RECORDING"

    /// Variables of the user's that would lead past the session, or name what another one has set.
    private static func isForeign(_ name: String) -> Bool {
        name.hasPrefix("LEVELS_DB") || name == recording || name == "SSH_CONFIG"
    }

    /// - Parameters:
    ///   - ours: our environment.
    ///   - programs: the folder of programs that go through the session.
    static func make(
        _ ours: [String: String], _ plan: SessionPlan, _ databases: [SessionDatabase], recording: String?,
        folder: String, programs: String
    ) -> [String: String] {
        let withheld = plan.remote.inventory.passwordVariables
        var variables = ours.filter { !withheld.contains($0.key) && !isForeign($0.key) }
        variables["LEVELS_ENV"] = plan.environment.name
        variables["LEVELS_CONFIG"] = AbsolutePath.of(plan.remote.inventory.path)
        if let reason = plan.remote.reason { variables["LEVELS_REASON"] = reason }
        if !plan.remote.usesBackground { variables["LEVELS_BACKGROUND"] = "no" }
        variables[Self.folder] = folder
        variables[Self.recording] = recording
        variables["SSH_CONFIG"] = folder + "/ssh_config"
        variables["PATH"] = ([programs] + path(ours)).joined(separator: ":")
        variables["LEVELS_DATABASES"] = databases.map(\.label).joined(separator: " ")
        for database in databases {
            for (name, value) in database.facts { variables["LEVELS_DB_\(database.label)_\(name)"] = value }
        }
        for (name, value) in databases.first?.facts ?? [] { variables["LEVELS_DB_\(name)"] = value }
        setMySQL(&variables, databases.first { $0.target.engine == .mysql }, folder)
        setPostgreSQL(&variables, databases.first { $0.target.engine == .postgres }, folder)
        return variables
    }

    /// Where programs are looked for, but for those of a session around this one.
    static func path(_ ours: [String: String]) -> [String] {
        let outer = ours[folder].map { $0 + "/bin" }
        return (ours["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map(String.init)
            .filter { $0 != outer }
    }

    /// MySQL's clients read `my.cnf` in `$MYSQL_HOME` ("Using Option Files"), which is how those find the database that are
    /// not ours on `PATH`.
    private static func setMySQL(_ variables: inout [String: String], _ database: SessionDatabase?, _ folder: String) {
        guard let database, let port = database.target.endpoint.port else { return }
        for name in ["MYSQL_PWD", "MYSQL_UNIX_PORT", "MARIADB_HOME"] { variables[name] = nil }
        variables["MYSQL_HOST"] = "127.0.0.1"
        variables["MYSQL_TCP_PORT"] = "\(port)"
        variables["MYSQL_USER"] = database.target.user
        variables["MYSQL_DATABASE"] = database.target.databaseName
        variables["MYSQL_HOME"] = folder
    }

    private static func setPostgreSQL(
        _ variables: inout [String: String], _ database: SessionDatabase?, _ folder: String
    ) {
        guard let database, let port = database.target.endpoint.port else { return }
        for name in ["PGSERVICE", "PGPASSWORD"] { variables[name] = nil }
        variables["PGHOST"] = database.target.server
        variables["PGHOSTADDR"] = "127.0.0.1"
        variables["PGPORT"] = "\(port)"
        variables["PGUSER"] = database.target.user
        variables["PGDATABASE"] = database.target.databaseName
        variables["PGPASSFILE"] = database.passFile
        variables["PGSERVICEFILE"] = folder + "/pg_service.conf"
    }
}
