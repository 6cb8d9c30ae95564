/// Starts the SSH server of a bastion or a host.
struct SSHServerMaker: Sendable {
    let builder: LabBuilder
    /// Lines of authorized_keys: the same on every machine.
    let authorizedKeys: [String]

    /// Before anything is made: whether there is what the server is made of.
    static func check(_ flavour: LabFlavour) async throws(LabFailure) {
        switch flavour {
        case .openssh: _ = try Programs.sshd()
        case .dropbear: try DropbearServer.check()
        case .asyncssh: try await AsyncSSHServer.check()
        }
    }

    func start(_ machine: LabPlan.Machine) async throws(LabFailure) {
        let state = try builder.file.read()
        let options = builder.options
        let isBastion = machine.role == .bastion
        let flavour = isBastion ? options.bastionFlavour : options.hostFlavour
        let folder = "\(builder.folder)/servers/\(machine.name)"
        try Disk.makeFolder(folder, mode: Account.isRoot ? 0o711 : 0o700)
        // An RSA key takes its time: those beyond the first few do with one key.
        let kinds = options.hosts > LabPlan.roomy && !isBastion ? ["ed25519"] : KeyMaker.kinds
        let hostKeys = try await KeyMaker.makeAll(kinds, in: folder, prefix: "host_", comment: machine.name)
        if flavour == .dropbear { try await DropbearServer.convertHostKeys(in: folder) }
        let place = builder.place(of: machine.name, in: state)
        let site = SSHServerSite(
            machine: machine, folder: folder, namespace: place.namespace,
            address: place.namespace == nil ? place.address : "0.0.0.0",
            users: Set([isBastion ? state.users.jump : state.users.app, state.users.admin]).sorted(),
            permitOpen: permitOpen(machine, in: state), authorizedKeys: authorizedKeys, hostKeyKinds: kinds,
            rekeyLimit: options.rekeyLimit,
            first: isBastion ? options.bastionConfig : options.hostConfig)

        let started = try await builder.start(22, in: place) { (port: Int) throws(LabFailure) in
            ServerRecord(
                name: machine.name, role: machine.role, flavour: flavour, vpc: machine.vpc, namespace: place.namespace,
                address: place.address, port: port,
                argv: try Namespaces.prefix(place.namespace) + site.prepare(flavour, port: port),
                environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], log: builder.log(machine.name), greeting: .ssh,
                hostKey: hostKeys["ed25519"])
        }
        options.progress("\(machine.name): \(flavour.rawValue) on \(started.address) port \(started.port)")
    }

    /// What a client may ask the machine for: a bastion leads to its hosts, a host to its databases.
    private func permitOpen(_ machine: LabPlan.Machine, in state: LabState) -> [String] {
        let next = state.servers.filter {
            $0.vpc == machine.vpc && $0.role == (machine.role == .bastion ? .host : .database)
        }
        var result = next.map { "\($0.address):\($0.port)" }
        if machine.role == .host {
            result += next.compactMap { server in server.hostName.map { "\($0):\(server.port)" } }
            result += state.targets.map { "\($0.host):\($0.port)" }
        }
        return result
    }
}
