/// What is in a database of the lab: three rows, and a user who may read them.
struct DatabaseSeed: Sendable {
    static let database = "levels"
    static let user = "app_ro"

    /// Hexadecimal digits only, so that it needs no quoting anywhere.
    let password = Random.hex(16)

    private static let rows = [(1, "portal"), (2, "checkout"), (3, "search")]

    private var values: String {
        Self.rows.map { "(\($0.0), '\($0.1)')" }.joined(separator: ", ")
    }

    /// A statement a line: `--init-file` of MariaDB reads it so, and at every start.
    var mysql: String {
        """
        CREATE DATABASE IF NOT EXISTS \(Self.database);
        CREATE TABLE IF NOT EXISTS \(Self.database).`release` (id INT PRIMARY KEY, name VARCHAR(40) NOT NULL);
        REPLACE INTO \(Self.database).`release` VALUES \(values);
        CREATE USER IF NOT EXISTS '\(Self.user)'@'%' IDENTIFIED BY '\(password)';
        GRANT SELECT ON \(Self.database).* TO '\(Self.user)'@'%';

        """
    }

    /// A statement a line, for a server in single-user mode. The new database is a copy of the template that it works in.
    var postgres: String {
        """
        CREATE ROLE \(Self.user) LOGIN PASSWORD '\(password)';
        CREATE TABLE release (id integer PRIMARY KEY, name text NOT NULL);
        INSERT INTO release VALUES \(values);
        REVOKE CREATE ON SCHEMA public FROM PUBLIC;
        GRANT SELECT ON release TO \(Self.user);
        CREATE DATABASE \(Self.database) TEMPLATE template1;

        """
    }
}
