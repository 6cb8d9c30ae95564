/// What the client gets: `levels.yaml`, the roster, and the same for OpenSSH.
enum ClientFiles {
    static func config(_ folder: String) -> String { folder + "/levels.yaml" }
    static func sshConfig(_ folder: String) -> String { folder + "/client/ssh_config" }
    static func knownHosts(_ folder: String) -> String { folder + "/client/known_hosts" }
    static func key(_ folder: String, _ kind: String) -> String { "\(folder)/client/id_\(kind)" }

    /// Alice's are the client's own; the others' are beside them.
    static func key(_ folder: String, _ kind: String, of person: String) -> String {
        person == "alice" ? key(folder, kind) : "\(folder)/client/\(person)_\(kind)"
    }

    static func write(_ state: LabState, _ keys: [Roster.Key]) async throws(LabFailure) {
        let folder = state.folder
        let vpcs = Set(state.servers.compactMap(\.vpc))
        let environments = LabPlan.environments.filter { vpcs.contains($0.vpc) }.map(\.name)
        try Roster.write(keys, environments: environments, to: folder + "/keys")
        try Disk.write(LevelsYAML(state: state).text, to: config(folder))
        try Disk.write(OpenSSHFiles(state: state).config, to: sshConfig(folder))
        try Disk.write(OpenSSHFiles(state: state).knownHosts, to: knownHosts(folder))
    }
}

extension LabState {
    func machines(_ role: LabServer.Role, in vpc: String) -> [ServerRecord] {
        // host-2 before host-10.
        servers.filter { $0.role == role && $0.vpc == vpc }
            .sorted { ($0.name.utf8.count, $0.name) < ($1.name.utf8.count, $1.name) }
    }

    /// What the client dials to reach a bastion: the relay before it, where there is one.
    func entrance(_ bastion: ServerRecord) -> ServerRecord {
        servers.first { $0.name == "relay-\(bastion.name)" } ?? bastion
    }
}
