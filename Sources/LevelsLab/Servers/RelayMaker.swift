/// Starts the relay that puts a distance before a bastion. It stands where the client is.
struct RelayMaker {
    let builder: LabBuilder

    func start(before machine: LabPlan.Machine) async throws(LabFailure) {
        let state = try builder.file.read()
        guard let bastion = state.servers.first(where: { $0.name == machine.name }) else { return }
        let program = try Self.executable(builder.options)
        let name = "relay-\(machine.name)"
        let namespace = state.network?.namespace(of: "client")
        let milliseconds = "\(state.roundTripMilliseconds)"
        let started = try await builder.life.startOnFreePort { (port: Int) throws(LabFailure) in
            ServerRecord(
                name: name, role: .relay, flavour: nil, vpc: nil, namespace: namespace, address: "127.0.0.1",
                port: port,
                argv: try Namespaces.prefix(namespace)
                    + [program, "relay", "--listen", "127.0.0.1:\(port)"]
                    + ["--to", "\(bastion.address):\(bastion.port)", "--rtt", milliseconds],
                environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], log: builder.log(name), greeting: .ssh,
                hostKey: bastion.hostKey)
        }
        builder.options.progress("\(name): \(milliseconds) ms on \(started.address) port \(started.port)")
    }

    /// `levels-lab` itself: beside the running program, which may be a test.
    static func executable(_ options: LabOptions) throws(LabFailure) -> String {
        if let path = options.executable { return path }
        for place in OwnExecutable.places() {
            if let path = Programs.search(place + "/levels-lab") { return path }
        }
        throw .missingProgram("levels-lab", install: "swift build --product levels-lab")
    }
}
