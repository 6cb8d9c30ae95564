#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Ends and removes everything that the state file knows of, and what a crash may have left out of it.
struct Teardown: Sendable {
    let file: StateFile

    /// Goes on after a failure, and reports the first one: the state file stays then, so that it can be tried again.
    func run() async throws(LabFailure) {
        guard file.exists() else { return }
        let state = try file.read()
        var first: LabFailure?
        func attempt(_ step: () async throws(LabFailure) -> Void) async {
            do throws(LabFailure) { try await step() } catch { first = first ?? error }
        }
        if state.boot == LabState.bootIdentity() {
            // All at once: everything on a machine ends with its first process.
            let machines = state.servers.filter { $0.machine != nil }.compactMap(\.process)
            await attempt { () throws(LabFailure) in try await ProcessTree.kill(machines) }
            for server in state.servers.reversed() where server.machine == nil {
                await attempt { () throws(LabFailure) in try await end(server) }
            }
            await attempt { () throws(LabFailure) in try await endStrays(state) }
        }
        // Also of one that was still being prepared, and is in no record.
        for name in Disk.entries(state.folder + "/db") ?? [] {
            Postgres.removeSharedMemory(folder: "\(state.folder)/db/\(name)")
        }
        if let network = state.network {
            await attempt { () throws(LabFailure) in try await Namespaces.remove(network) }
        }
        if let first { throw first }
        try await removeFolder(state)
    }

    /// A process that was starting another program at the moment when it was looked for has shown no environment, and may
    /// write once more: it is looked for again, until the folder stays gone.
    private func removeFolder(_ state: LabState) async throws(LabFailure) {
        var failure = LabFailure.interrupted
        let isGone = try await Patience.until(within: .seconds(10)) { () throws(LabFailure) in
            do throws(LabFailure) { try Disk.removeAll(state.folder) } catch {
                failure = error
                try await endStrays(state)
                await makeChangeable(state.folder)
                return false
            }
            return true
        }
        if !isGone { throw failure }
    }

    /// A test has made a file immutable, and has not undone it.
    private func makeChangeable(_ folder: String) async {
        guard let chattr = Programs.search("chattr") else { return }
        _ = try? await Command.run([chattr, "-R", "-f", "-i", folder + "/servers"])
    }

    private func end(_ server: ServerRecord) async throws(LabFailure) {
        guard let process = server.process, ProcessTree.isAlive(process) else { return }
        if let signal = server.endsBy {
            try await ProcessTree.end(process, by: signal, within: .seconds(5))
        } else {
            try await ProcessTree.kill(process)
        }
    }

    /// Connections of a server that was killed by somebody else, and servers that were started a moment before we died.
    private func endStrays(_ state: LabState) async throws(LabFailure) {
        if let network = state.network {
            try await ProcessTree.kill(try await Namespaces.processes(network))
        }
        let logs = state.folder + "/log/"
        let mark = "\(Command.mark)=\(state.folder)"
        let own = getpid()
        // Again until there are none: one that is ended may have started another just before.
        while true {
            let strays = ProcessTable.now().entries.values.filter { entry in
                let pid = entry.identity.pid
                if pid == own || entry.isZombie { return false }
                return OpenFiles.standardError(of: pid)?.hasPrefix(logs) == true
                    || OpenFiles.environment(of: pid).contains(mark)
            }
            if strays.isEmpty { return }
            try await ProcessTree.kill(strays.map(\.identity))
        }
    }
}
