/// A server of the lab, and what can be done to it.
public struct LabServer: Sendable, Identifiable {
    public enum Role: String, Codable, Sendable { case bastion, host, database, relay }

    let record: ServerRecord
    let file: StateFile

    public var id: String { record.name }
    public var name: String { record.name }
    public var role: Role { record.role }
    public var flavour: LabFlavour? { record.flavour }
    /// Where it listens itself, whatever stands in front of it.
    public var address: String { record.address }
    public var port: Int { record.port }
    /// Its ed25519 host key, `ssh-ed25519 AAAA...`; nil for what is no SSH server.
    public var hostKey: String? { record.hostKey }
    /// What it writes; sshd at `LogLevel VERBOSE`.
    public var logFile: String { record.log }
    /// The network namespace that it runs in, in ``LabMode/netns``.
    public var namespace: String? { record.namespace }
    public var vpc: String? { record.vpc }

    /// Everything that it has written so far.
    public func log() -> String { Disk.read(logFile, limit: 1 << 26).map { String(decoding: $0, as: UTF8.self) } ?? "" }

    public func isRunning() -> Bool {
        (try? file.read()).map { isRunning(in: $0) } ?? false
    }

    /// The same, of a state that was read before.
    func isRunning(in state: LabState) -> Bool {
        guard state.boot == LabState.bootIdentity(), let process = process(in: state) else { return false }
        return ProcessTree.isAlive(process)
    }

    /// Ends it at once, with every connection that it has; of a whole machine, everything on it, as when its power goes.
    public func kill() async throws(LabFailure) {
        try await ProcessTree.kill(try running())
    }

    /// Stops it without a word: connections stay open and nobody answers on them, as when a path has died.
    public func pause() throws(LabFailure) {
        ProcessTree.stop(try running())
    }

    /// Lets it go on after ``pause()``.
    public func resume() throws(LabFailure) {
        ProcessTree.resume(try running())
    }

    /// Starts it again after ``kill()``, on the same port, and returns when it answers. A whole machine has kept its files.
    public func start() async throws(LabFailure) {
        if isRunning() { return }
        if record.machine != nil { return try await ServerLife(file: file).start(machines: [record]) }
        try await ServerLife(file: file).start(record)
    }

    func running() throws(LabFailure) -> ProcessIdentity {
        let state = try file.read()
        guard state.boot == LabState.bootIdentity(), let process = process(in: state), ProcessTree.isAlive(process)
        else {
            throw .notPossible("\(name) does not run", hint: "levels-lab start \(name)")
        }
        return process
    }

    private func process(in state: LabState) -> ProcessIdentity? {
        state.servers.first { $0.name == name }?.process
    }
}
