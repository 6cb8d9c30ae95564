#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension LabServer {
    /// Whether its sshd takes connections: a whole machine may run without.
    public func isListening() -> Bool { (try? listener()) != nil }

    /// Ends the listening sshd and nothing else, as `systemctl stop ssh` does: sessions stay, and so does what they have
    /// left running.
    public func stopListening() async throws(LabFailure) {
        guard let listener = try listener() else { return }
        try await ProcessTree.kill([listener])
    }

    /// Starts sshd again after ``stopListening()``, with whatever its configuration and its keys are now.
    public func startListening() async throws(LabFailure) {
        guard isWholeMachine else { return try await start() }
        if try listener() != nil { return }
        let mark = LabLog(path: logFile).size
        let root = try running()
        let shell = try Spawn.server(
            try prefix() + ["/bin/sh", "-c", "\"$0\" -D -e &", try Programs.sshd()],
            environment: record.environment, log: logFile)
        // It hands sshd over to the machine's first process and is done.
        let isDone = try await Patience.until(within: ServerLife.limit) { () throws(LabFailure) in
            !ProcessTree.isAlive(shell)
        }
        guard isDone else { throw .didNotStart(server: name, reason: "the shell hangs", log: Disk.tail(of: logFile)) }
        try await ServerLife(file: file).awaitListening(record, root, since: mark)
    }

    /// The sshd that listens, rather than one for a connection.
    private func listener() throws(LabFailure) -> ProcessIdentity? {
        guard isWholeMachine else { return isRunning() ? try running() : nil }
        return ProcessTable.now().tree(of: try running()).first { OpenFiles.title(of: $0.pid).contains(" [listener] ") }
    }
}
