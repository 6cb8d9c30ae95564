#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Signals for a server and for every process that it has started, as sshd starts one or two for each connection.
///
/// A process is signalled only while it is the one that was recorded: number and start time are compared first.
enum ProcessTree {
    /// Stops it all, so that its connections stay open and nobody answers on them.
    static func stop(_ root: ProcessIdentity) {
        var stopped: Set<ProcessIdentity> = []
        while true {
            // The root first: what is stopped starts nothing new, so this ends.
            let new = ProcessTable.now().tree(of: root).filter { !stopped.contains($0) }
            if new.isEmpty { return }
            for process in new {
                signal(process, SIGSTOP)
                stopped.insert(process)
            }
        }
    }

    static func resume(_ root: ProcessIdentity) {
        for process in ProcessTable.now().tree(of: root).reversed() { signal(process, SIGCONT) }
    }

    /// Ends it all at once, with its connections, and waits until it is gone.
    static func kill(_ root: ProcessIdentity) async throws(LabFailure) {
        stop(root)
        let all = ProcessTable.now().tree(of: root)
        for process in all { signal(process, SIGKILL) }
        try await gone(all, of: root)
    }

    /// Ends processes that are known one by one.
    static func kill(_ processes: [ProcessIdentity]) async throws(LabFailure) {
        for process in processes { signal(process, SIGKILL) }
        for process in processes { try await gone([process], of: process) }
    }

    /// Asks the root to end by itself, and insists after `limit`.
    static func end(_ root: ProcessIdentity, by signal: Int32, within limit: Duration) async throws(LabFailure) {
        resume(root)
        let all = ProcessTable.now().tree(of: root)
        self.signal(root, signal)
        let ended = try await Patience.until(within: limit) { () throws(LabFailure) in
            reap(root)
            return !all.contains { ProcessTable.isAlive($0) }
        }
        if !ended {
            for process in all { self.signal(process, SIGKILL) }
            try await gone(all, of: root)
        }
    }

    static func isAlive(_ process: ProcessIdentity) -> Bool {
        reap(process)
        return ProcessTable.isAlive(process)
    }

    private static func gone(_ processes: [ProcessIdentity], of root: ProcessIdentity) async throws(LabFailure) {
        let ended = try await Patience.until(within: .seconds(10)) { () throws(LabFailure) in
            reap(root)
            return !processes.contains { ProcessTable.isAlive($0) }
        }
        if !ended { throw .notPossible("process \(root.pid) does not end", hint: "look at it: ps -fp \(root.pid)") }
    }

    /// If it is a child of ours and has ended, nobody else will wait for it.
    private static func reap(_ process: ProcessIdentity) {
        guard ProcessTable.identity(of: process.pid) == process else { return }
        var status: Int32 = 0
        _ = waitpid(process.pid, &status, WNOHANG)
    }

    private static func signal(_ process: ProcessIdentity, _ number: Int32) {
        guard process.pid > 1, ProcessTable.identity(of: process.pid) == process else { return }
        #if canImport(Darwin)
            _ = Darwin.kill(process.pid, number)
        #else
            _ = Glibc.kill(process.pid, number)
        #endif
    }
}
