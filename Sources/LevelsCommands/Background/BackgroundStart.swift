import Files
import Inventory
import Tunnel

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Finds the background process of a VPC, or starts it. Of two that want to at the same moment one starts it, and the
/// other one finds it.
struct BackgroundStart: Sendable {
    let place: BackgroundPlace
    let vpc: String
    /// levels.yaml, absolute.
    let file: String
    /// Variables that it must not inherit: passwords.
    let withheld: Set<String>

    /// How long it may take to listen. An earlier one that is leaving closes its tunnels first.
    private static let patience: Int32 = 20_000

    func connect() throws(CommandFailure) -> BackgroundClient {
        _ = try PrivateFolder.path()
        if let client = try BackgroundClient.to(place) { return client }
        let lock = try FileLock(place.starting)
        defer { lock.release() }
        if let client = try BackgroundClient.to(place) { return client }
        try start()
        guard let client = try BackgroundClient.to(place) else { throw failed("it ended at once") }
        return client
    }

    private func start() throws(CommandFailure) {
        guard let program = OwnProgram.path else { throw failed("the path of this program is unknown") }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw failed(String(cString: strerror(errno))) }
        defer { close(ends[0]) }
        let environment = ProcessEnvironment.read().filter { !withheld.contains($0.key) }
        do throws(DetachedProcess.Failure) {
            defer { close(ends[1]) }
            _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
            try DetachedProcess.start(
                [program, "background", "--config", file, "--vpc", vpc], environment: environment, output: ends[1])
        } catch {
            throw failed(error.reason)
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !answer.contains(UInt8(ascii: "\n")), answer.count < 64 << 10 {
            var wait = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
            let ready = poll(&wait, 1, Self.patience)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { throw failed("it did not answer within \(Self.patience / 1000) s") }
            let count = chunk.withUnsafeMutableBytes { Descriptor.readSome(ends[0], $0) }
            guard count > 0 else { break }
            answer += chunk.prefix(count)
        }
        let word = String(decoding: answer.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        guard word == Self.ready else { throw failed(word.isEmpty ? "it ended without a word" : Escaped.text(word)) }
    }

    /// What the process says once it listens.
    static let ready = "ready"

    private func failed(_ reason: String) -> CommandFailure {
        .tunnel(
            TunnelFailure(
                hop: .local, message: "the background process of \(vpc) cannot be started: \(reason)",
                hint: "levels-ssh logs, or levels-ssh db to hold the tunnel here", exit: .unavailable))
    }
}
