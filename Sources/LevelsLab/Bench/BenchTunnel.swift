#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A double tunnel to the ``BenchServer``, held by one of the contenders.
struct BenchTunnel: Sendable {
    let process: WatchedProcess
    /// From the start of the process until both hops are up.
    let bothHops: Duration
    let client: BenchClient

    /// How long a tunnel may take to be up.
    private static let limit = Duration.seconds(60)

    /// Opens one, and ends it whatever happens.
    static func with<Value>(
        _ contender: Contender, _ link: BenchLink, levelsSSH: String,
        _ body: (BenchTunnel) async throws(LabFailure) -> Value
    ) async throws(LabFailure) -> Value {
        let port = try FreePort.pick()
        let process = try await WatchedProcess.start(
            link.prefix + (try command(contender, link, port, levelsSSH)),
            environment: environment(link), marks: [bothHops(contender)])
        // Who waits on a thread for bytes that the tunnel brings is not told of a cancellation: the tunnel's end tells him.
        let result = await withTaskCancellationHandler {
            await opened(process, BenchClient(port: port, namespace: link.namespace), body)
        } onCancel: {
            Task { await process.end() }
        }
        await process.end()
        return try result.get()
    }

    private static func opened<Value>(
        _ process: WatchedProcess, _ client: BenchClient, _ body: (BenchTunnel) async throws(LabFailure) -> Value
    ) async -> Result<Value, LabFailure> {
        do throws(LabFailure) {
            let time = try await process.time(of: 0, within: limit)
            return .success(try await body(BenchTunnel(process: process, bothHops: time, client: client)))
        } catch {
            return .failure(Task.isCancelled ? .interrupted : error)
        }
    }

    /// Connects as soon as somebody listens, and returns with the server's first byte: ssh binds its port once it has
    /// logged in, a moment after it has said so.
    /// - Returns: the time since the start of the process.
    @discardableResult
    func awaitFirstByte(_ threads: BenchThreads) async throws(LabFailure) -> Duration {
        let client = client
        let listens = try await Patience.until(within: Self.limit, every: .milliseconds(1)) { () throws(LabFailure) in
            do throws(LabFailure) {
                _ = try await threads.run { () throws(LabFailure) in try client.firstByte() }
                return true
            } catch {
                if case .system(_, ECONNREFUSED) = error { return false }
                throw error
            }
        }
        guard listens else {
            throw .notPossible("nobody listens on port \(client.port)", hint: "run the tunnel by hand")
        }
        return .now - process.begun
    }

    private static func command(
        _ contender: Contender, _ link: BenchLink, _ port: Int, _ levelsSSH: String
    ) throws(LabFailure) -> [String] {
        switch contender {
        case .ours:
            return [levelsSSH, "db", "--env", "dev", "--database", BenchLab.database, "--port", "\(port)"]
                + ["--format", "json"]
        case .theirs:
            return [try Programs.find("ssh", install: "apt-get install openssh-client"), "-F", link.sshConfig]
                + ["-o", "ExitOnForwardFailure=yes", "-o", "LogLevel=VERBOSE", "-J", BenchLab.bastion, "-N"]
                + ["-L", "127.0.0.1:\(port):127.0.0.1:\(link.serverPort)", BenchLab.host]
        }
    }

    /// The line that means that both hops are up: in both cases the one that the program writes when the host has taken
    /// the key, before it listens or asks the host for anything else.
    ///
    /// OpenSSH says it at `LogLevel VERBOSE`, which adds a handful of lines (sshconnect2.c). The level is given with `-o`
    /// and so not handed on to the ssh that `-J` starts for the bastion: the line can only be the host's. `LocalCommand`
    /// would come at the same moment, and cost a shell.
    private static func bothHops(_ contender: Contender) -> [String] {
        switch contender {
        case .ours: ["\"event\":\"connected\"", "\"hop\":\"host\""]
        case .theirs: ["Authenticated to ", "via proxy"]
        }
    }

    /// Neither an agent nor any file of the user's has a part in it.
    private static func environment(_ link: BenchLink) -> [String: String] {
        ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/nonexistent", "LEVELS_CONFIG": link.config]
    }
}
