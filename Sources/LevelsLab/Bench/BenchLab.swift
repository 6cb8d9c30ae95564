#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Puts up what a comparison needs, and takes it down whatever happens.
struct BenchLab: Sendable {
    /// What levels.yaml calls the ``BenchServer``.
    static let database = "bench"
    /// The route that both contenders take: the first of each that levels.yaml names.
    static let bastion = "bastion-a"
    static let host = "host-1"

    let threads: BenchThreads
    let options: BenchOptions

    /// All on 127.0.0.1, with the lab's relay for a distance. Bare TCP goes through a relay of the same kind.
    func local<Value: Sendable>(
        roundTrip: Int, _ body: @Sendable (BenchLink, Lab) async throws(LabFailure) -> Value
    ) async throws(LabFailure) -> Value {
        let port = try FreePort.pick()
        let program = try RelayMaker.executable(LabOptions())
        return try await with(labOptions(port, roundTrip)) { lab throws(LabFailure) in
            var argvs = [[program, "bench-server", "--port", "\(port)"]]
            var bare: (address: String, port: Int)?
            if roundTrip > 0 {
                let relay = try FreePort.pick()
                argvs.append(
                    [program, "relay", "--listen", "127.0.0.1:\(relay)", "--to", "127.0.0.1:\(port)"]
                        + ["--rtt", "\(roundTrip)"])
                bare = ("127.0.0.1", relay)
            }
            let link = BenchLink(
                kind: roundTrip > 0 ? .relay : .loopback, roundTrip: roundTrip, config: lab.configFile,
                sshConfig: lab.sshConfigFile, prefix: [], namespace: nil, serverPort: port, bare: bare)
            return try await beside(argvs, lab.folder) { () throws(LabFailure) in
                try await answers(BenchClient(port: port, namespace: nil))
                if let bare { try await answers(BenchClient(port: bare.port, namespace: nil)) }
                return try await body(link, lab)
            }
        }
    }

    func labOptions(_ port: Int, _ roundTrip: Int) -> LabOptions {
        var lab = LabOptions()
        lab.mode = .loopback
        // No database: what is compared is the way to one.
        lab.engines = []
        lab.roundTrip = .milliseconds(roundTrip)
        lab.targets = [LabTarget(name: Self.database, host: "127.0.0.1", port: port)]
        return lab
    }

    /// ``Lab/with(_:_:)``, with its failures typed.
    private func with<Value: Sendable>(
        _ options: LabOptions, _ body: @Sendable (Lab) async throws(LabFailure) -> Value
    ) async throws(LabFailure) -> Value {
        do {
            return try await Lab.with(options) { try await body($0) }
        } catch {
            throw error as? LabFailure ?? .interrupted
        }
    }

    /// Runs servers of ours as processes of their own. Their errors go to the lab's logs, by which ``Teardown`` finds them
    /// should we not live to end them.
    func beside<Value: Sendable>(
        _ argvs: [[String]], _ folder: String, _ body: () async throws(LabFailure) -> Value
    ) async throws(LabFailure) -> Value {
        var running: [ProcessIdentity] = []
        let result: Result<Value, LabFailure>
        do throws(LabFailure) {
            for (index, argv) in argvs.enumerated() {
                running.append(
                    try Spawn.server(
                        argv, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"],
                        log: "\(folder)/log/bench-\(index).log"))
            }
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        let started = running
        await Task { for process in started { try? await ProcessTree.kill(process) } }.value
        return try result.get()
    }

    /// Returns when a server greets.
    func answers(_ client: BenchClient) async throws(LabFailure) {
        let answered = try await Patience.until(within: ServerLife.limit) { () throws(LabFailure) in
            let attempt = try? await threads.run { () throws(LabFailure) in try client.firstByte() }
            return attempt != nil
        }
        guard answered else {
            throw .notPossible("the server on port \(client.port) does not answer", hint: "run it again")
        }
    }
}
