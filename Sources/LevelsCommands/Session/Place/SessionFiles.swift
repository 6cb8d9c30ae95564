import Inventory
import Remote

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Writes what a script finds in a session's folder: a configuration of ssh's, and programs that stand before the real ones
/// on its `PATH` and tell them where to go.
struct SessionFiles: Sendable {
    let plan: SessionPlan
    let places: SessionPlaces
    /// Folders in which the real programs are.
    let path: [String]

    func write(_ databases: [SessionDatabase]) throws(CommandFailure) {
        try writeSSH()
        try writeMySQL(databases.first { $0.target.engine == .mysql })
        let services = databases.flatMap(\.service)
        if !services.isEmpty {
            _ = try places.file("pg_service.conf", services.map { $0 + "\n" }.joined())
        }
    }

    private func writeSSH() throws(CommandFailure) {
        var config = SSHConfig(
            inventory: plan.remote.inventory, environments: [plan.environment],
            program: OwnProgram.path ?? "levels-ssh")
        let known = try places.file("known_hosts", config.knownHosts.map { $0 + "\n" }.joined())
        config.session = SSHConfig.Session(
            knownHosts: known, identities: plan.remote.identities.map(AbsolutePath.of))
        let file = try places.file("ssh_config", try config.lines().map { $0 + "\n" }.joined())
        // rsync and git start the ssh that they find.
        for name in ["ssh", "scp", "sftp"] {
            guard let real = real(name) else { continue }
            try program(name, ["exec " + Self.line([real, "-F", file]) + " \"$@\""])
        }
    }

    /// The same words as `db` gives to a client, before those of the script. One that names an option file of its own says
    /// where it wants to go.
    private func writeMySQL(_ database: SessionDatabase?) throws(CommandFailure) {
        guard let database, let file = database.optionFile, let port = database.target.endpoint.port else { return }
        _ = try places.file("my.cnf", "!include \(file)\n")
        for name in ClientFamily.mysqlPrograms.sorted() {
            guard let real = real(name) else { continue }
            var words = [
                real, "--defaults-extra-file=" + file, "--host=127.0.0.1", "--port=\(port)", "--protocol=tcp",
            ]
            if let user = database.target.user { words.append("--user=" + user) }
            if let name = database.target.databaseName, ClientFamily.mysqlShells.contains(real.lastPart) {
                words.append("--database=" + name)
            }
            try program(
                name,
                [
                    "case ${1-} in",
                    "--defaults-file=* | --defaults-extra-file=* | --no-defaults) exec \(Self.line([real])) \"$@\" ;;",
                    "esac",
                    "exec " + Self.line(words) + " \"$@\"",
                ])
        }
    }

    private func program(_ name: String, _ lines: [String]) throws(CommandFailure) {
        _ = try places.program(name, (["#!/bin/sh"] + lines).map { $0 + "\n" }.joined())
    }

    func real(_ name: String) -> String? { ProgramSearch.find(name, in: path) }

    /// Quoted for a shell.
    private static func line(_ words: [String]) -> String {
        String(decoding: RemoteCommandLine(words).bytes, as: UTF8.self)
    }
}

extension String {
    /// What is after the last slash.
    fileprivate var lastPart: String { split(separator: "/").last.map(String.init) ?? self }
}

/// Where a program is that is named without a folder.
enum ProgramSearch {
    static func find(_ name: String, in folders: [String]) -> String? {
        guard !name.contains("/") else { return name }
        return folders.lazy.map { "\($0)/\(name)" }.first { path in
            var about = stat()
            return stat(path, &about) == 0 && about.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
        }
    }
}
