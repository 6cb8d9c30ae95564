extension ServerLife {
    /// Starts whole machines, records them all at once, and returns when the sshd of each listens.
    func start(machines: [ServerRecord]) async throws(LabFailure) {
        var started: [(record: ServerRecord, process: ProcessIdentity, mark: Int)] = []
        do throws(LabFailure) {
            for record in machines {
                var environment = record.environment
                environment[Command.mark] = file.folder
                let mark = LabLog(path: record.log).size
                let process = try Spawn.server(record.argv, environment: environment, log: record.log)
                started.append((record, process, mark))
            }
            let records = started.map { start in
                var record = start.record
                record.process = start.process
                return record
            }
            let names = Set(records.map(\.name))
            try file.update { state in
                state.servers.removeAll { names.contains($0.name) }
                state.servers += records
            }
            for (record, process, mark) in started { try await awaitListening(record, process, since: mark) }
        } catch {
            try? await ProcessTree.kill(started.map(\.process))
            throw error
        }
    }

    /// By what it writes: a greeting would cost a process on each machine, and the firewall's leave.
    /// - Parameter mark: how much its log held before.
    func awaitListening(_ record: ServerRecord, _ process: ProcessIdentity, since mark: Int) async throws(LabFailure) {
        let log = LabLog(path: record.log)
        let answered = try await Patience.until(within: Self.limit * 2) { () throws(LabFailure) in
            let text = log.text(since: mark)
            if text.contains("Server listening on ") { return true }
            guard ProcessTree.isAlive(process), !text.contains(MachineBoot.ended) else {
                throw .didNotStart(server: record.name, reason: "it ended", log: Escaped.tail(Array(text.utf8)))
            }
            return false
        }
        guard answered else {
            let text = log.text(since: mark)
            throw .didNotStart(
                server: record.name, reason: "its sshd does not listen", log: Escaped.tail(Array(text.utf8)))
        }
    }
}
