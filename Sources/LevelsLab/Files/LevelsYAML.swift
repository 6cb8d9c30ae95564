/// The lab's declared state.
struct LevelsYAML {
    let state: LabState

    var text: String {
        var lines = ["identities: [\(Escaped.quoted(ClientFiles.key(state.folder, "ed25519")))]", "vpcs:"]
        let vpcs = Set(state.servers.compactMap(\.vpc))
        for (_, vpc) in LabPlan.environments where vpcs.contains(vpc) { lines += section(vpc: vpc) }
        lines.append("environments:")
        for (name, vpc) in LabPlan.environments where vpcs.contains(vpc) { lines += section(environment: name, vpc) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(vpc: String) -> [String] {
        let client = state.network?.machine("client")?.outside ?? "127.0.0.1"
        var lines = ["  \(vpc):", "    cidr: \(state.network?.cidr(of: vpc) ?? "127.0.0.0/8")", "    whitelist:"]
        lines.append("      - { cidr: \(client)/32, owner: lab, until: 2099-12-31 }")
        lines.append("    bastions:")
        for bastion in state.machines(.bastion, in: vpc) {
            let door = state.entrance(bastion)
            lines.append("      - { \(address(door)), hostKey: \(Escaped.quoted(bastion.hostKey ?? "")) }")
        }
        lines.append("    user: \(Escaped.quoted(state.users.jump))")
        lines.append("    admin: { user: \(Escaped.quoted(state.users.admin)), sudo: \(state.users.sudo) }")
        return lines
    }

    private func section(environment: String, _ vpc: String) -> [String] {
        var lines = ["  \(environment):", "    vpc: \(vpc)"]
        if vpc == LabPlan.prod { lines.append("    protected: true") }
        lines += ["    hosts:", "      user: \(Escaped.quoted(state.users.app))", "      list:"]
        for host in state.machines(.host, in: vpc) {
            let key = Escaped.quoted(host.hostKey ?? "")
            lines.append("        - { name: \(host.name), \(address(host)), hostKey: \(key) }")
        }
        let databases = state.databases.filter { $0.vpc == vpc }
        let targets = vpc == LabPlan.dev ? state.targets : []
        if databases.isEmpty && targets.isEmpty { return lines }
        lines.append("    databases:")
        for database in databases { lines += section(database) }
        for target in targets {
            lines.append("      \(Escaped.quoted(target.name)):")
            lines += ["        engine: tcp", "        writer: \(Escaped.quoted("\(target.host):\(target.port)"))"]
        }
        return lines
    }

    private func section(_ database: DatabaseRecord) -> [String] {
        guard let server = state.servers.first(where: { $0.name == database.server }) else { return [] }
        let endpoint = Escaped.quoted("\(server.hostName ?? server.address):\(server.port)")
        return [
            "      \(database.name):", "        engine: \(database.engine.rawValue)",
            "        writer: \(endpoint)", "        reader: \(endpoint)",
            "        name: \(database.database)", "        user: \(database.user)",
            "        password: { file: \(Escaped.quoted(database.passwordFile)) }",
        ]
    }

    private func address(_ server: ServerRecord) -> String { "address: \"\(server.address):\(server.port)\"" }
}
