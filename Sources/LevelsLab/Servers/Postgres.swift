#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A PostgreSQL server with a data folder of its own.
struct Postgres: Sendable {
    static let install = "apt-get install postgresql"

    let server: String
    let initdb: String
    /// How to become the account that it runs as, where we are root: it refuses to run as root.
    let prefix: [String]
    let account: Account?
    let folder: String
    let seed: DatabaseSeed

    init(folder: String, seed: DatabaseSeed) throws(LabFailure) {
        server = try Programs.find("postgres", install: Self.install)
        initdb = try Programs.find("initdb", install: Self.install)
        if Account.isRoot {
            let account = try Account.unprivileged(["postgres"])
            let setpriv = try Programs.find("setpriv", install: "apt-get install util-linux")
            prefix = [setpriv, "--reuid=\(account.uid)", "--regid=\(account.gid)", "--clear-groups"]
            self.account = account
        } else {
            prefix = []
            account = nil
        }
        self.folder = folder
        self.seed = seed
    }

    private var data: String { folder + "/data" }

    /// Fills the data folder.
    /// - Parameter lab: the folder of the lab.
    func prepare(lab: String) async throws(LabFailure) {
        try Disk.makeFolder(folder, owner: account)
        try await Command.run(
            prefix + [initdb, "-D", data, "--no-sync", "--no-instructions", "-U", "postgres", "-E", "UTF8"]
                + ["--locale=C", "--auth-local=peer", "--auth-host=scram-sha-256"], lab: lab)
        try await Command.run(prefix + [server, "--single", "-D", data, "template1"], input: seed.postgres, lab: lab)
        // Nobody but the read-only user, and that one only by password.
        try Disk.write(
            "host \(DatabaseSeed.database) \(DatabaseSeed.user) 0.0.0.0/0 scram-sha-256\n", to: data + "/pg_hba.conf",
            owner: account)
    }

    func arguments(address: String, port: Int) -> [String] {
        let settings = [
            "listen_addresses=\(address)", "port=\(port)", "unix_socket_directories=", "fsync=off",
            "shared_buffers=16MB", "max_connections=600", "password_encryption=scram-sha-256",
            // Files in the data folder, not in /dev/shm, where a killed server would leave them.
            "dynamic_shared_memory_type=mmap",
        ]
        return prefix + [server, "-D", data] + settings.flatMap { ["-c", $0] }
    }

    /// The one piece of System V shared memory by which a server knows that its data folder is in use outlives a server
    /// that was killed. Its number is the last thing in `postmaster.pid`.
    static func removeSharedMemory(folder: String) {
        // The line of the Unix socket's folder is empty, and counts.
        let text = Disk.text(folder + "/data/postmaster.pid") ?? ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 6,
            let number = lines[6].split(separator: " ").last.flatMap({ Int32($0) })
        else { return }
        var segment = shmid_ds()
        guard shmctl(number, IPC_STAT, &segment) == 0, segment.shm_nattch == 0 else { return }
        _ = shmctl(number, IPC_RMID, nil)
    }
}
