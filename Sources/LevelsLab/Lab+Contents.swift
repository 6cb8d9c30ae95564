/// What is in the lab, and where.
extension Lab {
    /// Four hexadecimal digits, in the name of everything that the machine sees of the lab.
    public var id: String { state.id }
    public var folder: String { state.folder }
    public var mode: LabMode { state.mode }
    /// Whether all of it has been started; false in what ``open(_:)`` found of a crash.
    public var isComplete: Bool { state.phase == .up }

    public var servers: [LabServer] { state.servers.map { LabServer(record: $0, file: file) } }
    /// In the order of levels.yaml; those of `dev`.
    public var bastions: [LabServer] { servers(.bastion) }
    public var hosts: [LabServer] { servers(.host) }
    public var databases: [LabDatabase] {
        state.databases.compactMap { record in
            guard record.vpc == LabPlan.dev else { return nil }
            return servers.first { $0.name == record.server }.map { LabDatabase(record: record, server: $0) }
        }
    }

    /// The path of `levels.yaml`.
    public var configFile: String { ClientFiles.config(folder) }
    /// For `ssh -F`: every bastion, and every host through a bastion, by name and with its key pinned.
    public var sshConfigFile: String { ClientFiles.sshConfig(folder) }
    public var knownHostsFile: String { ClientFiles.knownHosts(folder) }
    /// The roster, a file a person: `alice` and `bob` are admins, and theirs are the keys that every account has to begin
    /// with; `carol` has a shell in `dev`, `dave` tunnels only, and so has `erin`, until a day.
    public var rosterFolder: String { folder + "/keys" }
    /// Alice's private key, the one that levels.yaml names; without a passphrase.
    public var clientKey: String { clientKey("ed25519") }
    /// `ed25519`, `ecdsa` or `rsa`: all of them Alice's and accepted everywhere.
    public func clientKey(_ kind: String) -> String { ClientFiles.key(folder, kind) }

    /// The ed25519 private key of a person of the roster.
    public func key(of person: String) -> String { ClientFiles.key(folder, "ed25519", of: person) }

    /// The accounts: tunnels pass through `jump` on bastions and `app` on hosts.
    public var jumpUser: String { state.users.jump }
    public var appUser: String { state.users.app }
    /// The one that fleet work uses, on bastions and hosts.
    public var adminUser: String { state.users.admin }
    /// Whether it may become root by `sudo -n`; otherwise it can change nothing but its own files.
    public var hasSudo: Bool { state.users.sudo }
    /// Whether bastions and hosts are whole machines: ``LabServer/isWholeMachine``.
    public var hasWholeMachines: Bool { state.wholeMachines == true }

    /// What to put before a command so that it runs where the client is.
    public var clientPrefix: [String] { (try? prefix(of: "client")) ?? [] }

    /// What to put before a command so that it runs where `machine` is: `client`, `stranger`, or a server's name.
    public func prefix(of machine: String) throws(LabFailure) -> [String] {
        if let server = servers.first(where: { $0.name == machine && $0.isWholeMachine }) {
            return try server.prefix()
        }
        guard let network = state.network else {
            guard machine == "client" || state.servers.contains(where: { $0.name == machine }) else {
                throw .noSuchServer(machine, known: ["client"] + state.servers.map(\.name))
            }
            return []
        }
        guard let namespace = network.namespace(of: machine) else {
            throw .noSuchServer(machine, known: network.machines.map(\.name))
        }
        return [try Namespaces.ip(), "netns", "exec", namespace]
    }

    /// The network namespace of `client`, `stranger` or a server, in ``LabMode/netns``.
    public func namespace(of machine: String) -> String? { state.network?.namespace(of: machine) }

    private func servers(_ role: LabServer.Role) -> [LabServer] {
        state.machines(role, in: LabPlan.dev).map { LabServer(record: $0, file: file) }
    }
}
