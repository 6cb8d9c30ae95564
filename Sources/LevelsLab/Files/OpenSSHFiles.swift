/// The same routes for OpenSSH's client, to compare with and to debug by: ssh_config(5) and its known_hosts.
struct OpenSSHFiles {
    let state: LabState

    var config: String {
        var lines: [String] = []
        for vpc in Set(state.servers.compactMap(\.vpc)).sorted() {
            let bastions = state.machines(.bastion, in: vpc)
            for bastion in bastions { lines += host(bastion.name, state.entrance(bastion), state.users.jump) }
            for machine in state.machines(.host, in: vpc) {
                lines += host(machine.name, machine, state.users.app)
                if let first = bastions.first { lines.append("    ProxyJump \(first.name)") }
            }
        }
        lines += [
            "Host *",
            "    IdentityFile \"\(ClientFiles.key(state.folder, "ed25519"))\"",
            "    IdentitiesOnly yes",
            "    IdentityAgent none",
            "    UserKnownHostsFile \"\(ClientFiles.knownHosts(state.folder))\"",
            "    GlobalKnownHostsFile none",
            "    StrictHostKeyChecking yes",
            "    UpdateHostKeys no",
            "    BatchMode yes",
            "    ControlPath none",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    var knownHosts: String {
        state.servers.filter { $0.role != .database }.compactMap { server in
            server.hostKey.map { key in
                let name = server.port == 22 ? server.address : "[\(server.address)]:\(server.port)"
                return "\(name) \(key)\n"
            }
        }.joined()
    }

    private func host(_ name: String, _ server: ServerRecord, _ user: String) -> [String] {
        ["Host \(name)", "    HostName \(server.address)", "    Port \(server.port)", "    User \(user)"]
    }
}
