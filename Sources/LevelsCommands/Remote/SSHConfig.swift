import Inventory

/// A configuration for ssh(1), in which every host goes through us and has its declared key. Pure.
///
/// Names of environments and hosts have no characters that a shell or ssh knows; paths may.
struct SSHConfig {
    let inventory: Inventory
    let environments: [Environment]
    /// Ours, as an absolute path.
    let program: String
    /// For a script that runs now, rather than for a person's own configuration.
    var session: Session?

    struct Session {
        /// A file with ``knownHosts``.
        let knownHosts: String
        /// Paths.
        let identities: [String]
    }

    /// What ssh calls a host, and looks its key up by.
    static func alias(_ host: Host, in environment: Environment) -> String { "\(environment.name)-\(host.name)" }

    /// - Throws: for a path that cannot be written such that ssh reads it as it is.
    func lines() throws(CommandFailure) -> [String] {
        let own = "\(try quoted(program)) ssh-config --config \(try quoted(inventory.path)) --known-hosts"
        var lines = session == nil ? Self.head : []
        for environment in environments {
            var identities = inventory.identities
            if let session { identities = session.identities + identities }
            let keys = try identities.map { path throws(CommandFailure) in "    IdentityFile \(try quoted(path))" }
            for host in environment.hosts.list {
                let alias = Self.alias(host, in: environment)
                lines += [
                    "", "Host \(alias)" + (session == nil ? "" : " \(host.name)"),
                    "    HostName \(host.address.host)", "    Port \(host.address.port)",
                    "    User \(environment.hosts.user)", "    HostKeyAlias \(alias)",
                    "    UserKnownHostsFile \(try files(of: environment, host))",
                    "    GlobalKnownHostsFile /dev/null", "    StrictHostKeyChecking yes", "    CheckHostIP no",
                    "    ProxyCommand \(try proxy) --env \(environment.name) \(host.name)",
                ]
                // A connection that is kept for others would outlive a script.
                lines +=
                    session == nil
                    ? ["    KnownHostsCommand \(own)"] : ["    ControlMaster no", "    ControlPath none"]
                lines += keys
            }
        }
        // What was said first counts.
        return lines
            + (session == nil ? [] : ["", "Host *", "    Include ~/.ssh/config", "    Include /etc/ssh/ssh_config"])
    }

    private static let head = [
        "# Hosts behind bastions, from levels.yaml. Written by levels-ssh ssh-config; to be had with, in ~/.ssh/config:",
        "#   Include levels-ssh.conf",
    ]

    private var proxy: String {
        get throws(CommandFailure) {
            var words = [try quoted(program, "'"), "proxy", "--config", try quoted(inventory.path, "'")]
            for path in session?.identities ?? [] { words += ["--identity", try quoted(path, "'")] }
            return words.joined(separator: " ")
        }
    }

    /// The declared keys, as a known_hosts file has them (sshd(8)).
    var knownHosts: [String] {
        environments.flatMap { environment in
            environment.hosts.list.flatMap { host in
                host.hostKeys.map { key in "\(Self.alias(host, in: environment)) \(key.line)" }
            }
        }
    }

    /// A host that has a key pinned is known by that alone; others as the VPC's own files know them.
    private func files(of environment: Environment, _ host: Host) throws(CommandFailure) -> String {
        let files = inventory.vpc(of: environment)?.knownHosts ?? []
        guard host.hostKeys.isEmpty, !files.isEmpty else {
            return try session.map { session throws(CommandFailure) in try quoted(session.knownHosts) } ?? "/dev/null"
        }
        return try files.map { file throws(CommandFailure) in try quoted(file) }.joined(separator: " ")
    }

    /// A word that ssh reads as it is; between single quotes, what a shell does: ProxyCommand goes to one.
    private func quoted(_ path: String, _ quote: String = "\"") throws(CommandFailure) -> String {
        let refused = path.unicodeScalars.first { "'\"\\$".unicodeScalars.contains($0) || Escaped.isUnsafe($0) }
        guard refused == nil else {
            throw .configuration(
                "the path \(Escaped.text(path)) cannot be written into a configuration of ssh's",
                hint: "keep it in a folder without quotes and backslashes in its name")
        }
        // %h and the like are ssh's.
        return quote + path.replacing("%", with: "%%") + quote
    }
}
