/// Who a client is, by the name of its program: how it wants to be told where the database is.
enum ClientFamily: Sendable, Hashable {
    case mysql
    case postgres
    case other

    init(program: String) {
        let name = program.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? program
        if Self.mysqlPrograms.contains(name) {
            self = .mysql
        } else if Self.postgresPrograms.contains(name) {
            self = .postgres
        } else {
            self = .other
        }
    }

    /// Programs that read MySQL option files and take `--defaults-extra-file` first.
    static let mysqlPrograms: Set<String> = [
        "mysql", "mysqladmin", "mysqlbinlog", "mysqlcheck", "mysqldump", "mysqlimport", "mysqlshow", "mysqlslap",
        "mariadb", "mariadb-admin", "mariadb-binlog", "mariadb-check", "mariadb-dump", "mariadb-import",
        "mariadb-show", "mariadb-slap",
    ]

    /// Those of them that have an option for the database to open; the others take it as an argument, or none.
    static let mysqlShells: Set<String> = ["mysql", "mariadb"]

    /// Programs that ask libpq, and so read its environment.
    private static let postgresPrograms: Set<String> = [
        "psql", "pg_dump", "pg_dumpall", "pg_restore", "pg_isready", "pgbench", "pg_amcheck", "pg_basebackup",
        "pg_receivewal", "pg_recvlogical", "clusterdb", "createdb", "createuser", "dropdb", "dropuser", "oid2name",
        "reindexdb", "vacuumdb", "vacuumlo", "pgcli",
    ]
}
