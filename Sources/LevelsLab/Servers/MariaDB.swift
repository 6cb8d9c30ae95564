/// A MariaDB server with a data folder of its own.
struct MariaDB: Sendable {
    static let install = "apt-get install mariadb-server"

    let server: String
    let installer: String
    /// The account that it runs as, where we are root.
    let account: Account?
    let folder: String
    let seed: DatabaseSeed

    init(folder: String, seed: DatabaseSeed) throws(LabFailure) {
        server = try Programs.find("mariadbd", install: Self.install)
        installer = try Programs.find("mariadb-install-db", install: Self.install)
        account = Account.isRoot ? try Account.unprivileged(["mysql"]) : nil
        self.folder = folder
        self.seed = seed
    }

    private var seedFile: String { folder + "/seed.sql" }
    private var userOption: [String] { account.map { ["--user=\($0.name)"] } ?? [] }
    private var small: [String] {
        ["--innodb-log-file-size=4M", "--innodb-data-file-path=ibdata1:4M:autoextend", "--innodb-buffer-pool-size=32M"]
    }

    /// Fills the data folder.
    /// - Parameter lab: the folder of the lab.
    func prepare(lab: String) async throws(LabFailure) {
        try Disk.makeFolder(folder, owner: account)
        // Its own: a server that starts removes the temporary tables of every other one that it finds in /tmp.
        try Disk.makeFolder(folder + "/tmp", owner: account)
        try Disk.write(seed.mysql, to: seedFile, mode: 0o600, owner: account)
        try await Command.run(
            [installer, "--no-defaults"] + userOption
                + ["--datadir=\(folder)/data", "--tmpdir=\(folder)/tmp", "--skip-test-db", "--skip-name-resolve"]
                + ["--auth-root-authentication-method=socket"] + small, lab: lab)
    }

    func arguments(address: String, port: Int) -> [String] {
        [server, "--no-defaults"] + userOption + small + [
            "--datadir=\(folder)/data",
            // Both are relative to the data folder: the path of a Unix socket has room for 100 bytes only.
            "--socket=mysqld.sock", "--pid-file=mysqld.pid", "--tmpdir=\(folder)/tmp",
            "--bind-address=\(address)", "--port=\(port)",
            "--skip-name-resolve", "--init-file=\(seedFile)",
            "--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=fsync", "--performance-schema=off",
            "--max-connections=600", "--max-allowed-packet=1G",
            // A probe that leaves after the greeting counts as an error, and a test may make many.
            "--max-connect-errors=1000000",
        ]
    }
}
