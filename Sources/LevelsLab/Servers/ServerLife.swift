#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Starts a server and waits until it answers.
struct ServerLife: Sendable {
    let file: StateFile

    /// How long a server may take; a loaded machine is slow, and nobody waits this long for one that has failed.
    static let limit = Duration.seconds(30)

    /// Starts it, records its process, and returns when it has greeted a connection.
    func start(_ record: ServerRecord) async throws(LabFailure) {
        var record = record
        let mark = Disk.read(record.log, limit: 1 << 26)?.count ?? 0
        var environment = record.environment
        environment[Command.mark] = file.folder
        let process = try Spawn.server(record.argv, environment: environment, log: record.log)
        record.process = process
        do throws(LabFailure) {
            try file.update { state throws(LabFailure) in
                state.servers.removeAll { $0.name == record.name }
                state.servers.append(record)
            }
            try await awaitGreeting(record, process)
        } catch {
            try? await ProcessTree.kill(process)
            if case .didNotStart(let server, let reason, _) = error {
                let log = (Disk.read(record.log, limit: 1 << 26) ?? []).dropFirst(mark)
                throw .didNotStart(server: server, reason: reason, log: Escaped.tail(Array(log)))
            }
            throw error
        }
    }

    /// Starts a server on a port that is free now and may not be in a moment: another one is tried then.
    func startOnFreePort(_ make: (Int) throws(LabFailure) -> ServerRecord) async throws(LabFailure) -> ServerRecord {
        var attempt = 0
        while true {
            let record = try make(try FreePort.pick())
            do throws(LabFailure) {
                try await start(record)
                return record
            } catch {
                attempt += 1
                guard attempt < 5, case .didNotStart(_, _, let log) = error, log.contains("ddress already in use")
                else {
                    throw error
                }
            }
        }
    }

    private func awaitGreeting(_ record: ServerRecord, _ process: ProcessIdentity) async throws(LabFailure) {
        let probe = Probe(record)
        var answer = Probe.Answer.refused("it was not asked")
        let answered = try await Patience.until(within: Self.limit) { () throws(LabFailure) in
            guard ProcessTree.isAlive(process) else {
                throw .didNotStart(server: record.name, reason: "it ended", log: "")
            }
            answer = try await probe.ask()
            return answer == .greeted
        }
        // It may have been another process's greeting, on a port that was not free after all.
        guard answered, ProcessTree.isAlive(process) else {
            throw .didNotStart(server: record.name, reason: "it does not answer: \(answer)", log: "")
        }
    }
}
