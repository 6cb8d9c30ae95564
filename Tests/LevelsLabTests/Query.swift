@testable import LevelsLab

/// A query by the database's own client, through both hops by OpenSSH.
enum Query {
    static func run(_ sql: String, on database: LabDatabase, of lab: Lab, through host: String) async throws -> String {
        let port = try FreePort.pick()
        let ssh = try Programs.find("ssh", install: "apt-get install openssh-client")
        let forward = "127.0.0.1:\(port):\(database.host):\(database.port)"
        let log = lab.folder + "/client/ssh.log"
        let tunnel = try Spawn.server(
            lab.clientPrefix + [
                ssh, "-F", lab.sshConfigFile, "-N", "-o", "ExitOnForwardFailure=yes", "-L", forward, host,
            ],
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": lab.folder], log: log)
        do {
            let answer = try await ask(sql, database, lab, port)
            try await ProcessTree.kill(tunnel)
            return answer
        } catch {
            try? await ProcessTree.kill(tunnel)
            throw error
        }
    }

    private static func ask(_ sql: String, _ database: LabDatabase, _ lab: Lab, _ port: Int) async throws -> String {
        let password = (Disk.text(database.passwordFile) ?? "").filter { !$0.isNewline }
        var argv = lab.clientPrefix
        switch database.engine {
        case .mysql:
            let file = lab.folder + "/client/my.cnf"
            let options = ["host=127.0.0.1", "port=\(port)", "user=\(database.user)", "password=\(password)"]
            try Disk.write("[client]\n" + options.joined(separator: "\n") + "\n", to: file)
            let client = try Programs.find("mariadb", install: MariaDB.install)
            argv += [client, "--defaults-file=\(file)", "--batch", "--skip-column-names", database.database, "-e", sql]
        case .postgres:
            let file = lab.folder + "/client/pgpass"
            try Disk.write("127.0.0.1:\(port):*:\(database.user):\(password)\n", to: file)
            let client = try Programs.find("psql", install: Postgres.install)
            argv += [try Programs.find("env", install: "coreutils"), "PGPASSFILE=\(file)"]
            argv += [client, "-h", "127.0.0.1", "-p", "\(port)", "-U", database.user, "-d", database.database]
            argv += ["-At", "-v", "ON_ERROR_STOP=1", "-c", sql]
        }
        var answer: Result<String, LabFailure> = .failure(.interrupted)
        let command = argv
        _ = try await Patience.until(within: .seconds(30)) { () throws(LabFailure) in
            do throws(LabFailure) { answer = .success(try await Command.run(command)) } catch {
                answer = .failure(error)
                // The tunnel is not up yet, or was just then.
                return !(error.message.contains("onnection refused") || error.message.contains("Can't connect"))
            }
            return true
        }
        return try answer.get()
    }
}
