#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Starts a database of the lab.
struct DatabaseMaker {
    let builder: LabBuilder

    func start(_ machine: LabPlan.Machine, in state: LabState) async throws(LabFailure) {
        guard let engine = machine.engine, let name = machine.database else { return }
        let seed = DatabaseSeed()
        let folder = "\(builder.folder)/db/\(machine.name)"
        let passwordFile = "\(builder.folder)/client/\(machine.name).password"
        try Disk.write(seed.password + "\n", to: passwordFile)
        let arguments: (String, Int) -> [String]
        switch engine {
        case .mysql:
            let server = try MariaDB(folder: folder, seed: seed)
            try await server.prepare(lab: builder.folder)
            arguments = server.arguments
        case .postgres:
            let server = try Postgres(folder: folder, seed: seed)
            try await server.prepare(lab: builder.folder)
            arguments = server.arguments
        }
        let place = builder.place(of: machine.name, in: state)
        let record = { (port: Int) throws(LabFailure) in
            ServerRecord(
                name: machine.name, role: .database, flavour: nil, vpc: machine.vpc, namespace: place.namespace,
                address: place.address, port: port,
                hostName: place.namespace == nil ? nil : NetworkPlan.hostName(machine.name),
                argv: try Namespaces.prefix(place.namespace) + arguments(place.address, port),
                environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"],
                log: builder.log(machine.name), greeting: engine == .mysql ? .mysql : .postgres, hostKey: nil,
                // SIGQUIT is PostgreSQL's immediate shutdown: no checkpoint, but shared memory is given back.
                endsBy: engine == .postgres ? SIGQUIT : nil)
        }
        let started = try await builder.start(engine == .mysql ? 3306 : 5432, in: place, record)
        try builder.file.update { state in
            state.databases.append(
                DatabaseRecord(
                    name: name, engine: engine, server: machine.name, vpc: machine.vpc,
                    database: DatabaseSeed.database, user: DatabaseSeed.user, passwordFile: passwordFile))
            // `main` first: what a file names first is what a reader looks at first.
            state.databases.sort { ($0.vpc, $0.name == "main" ? 0 : 1) < ($1.vpc, $1.name == "main" ? 0 : 1) }
        }
        builder.options.progress(
            "\(machine.name): \(engine == .mysql ? "MariaDB" : "PostgreSQL") on \(started.address) port \(started.port)"
        )
    }
}
