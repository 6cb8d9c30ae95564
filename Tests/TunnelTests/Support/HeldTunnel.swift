import Testing

@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `levels-ssh db` in a process of its own, whose memory and descriptors are nobody else's.
struct HeldTunnel: Sendable {
    let process: ProcessIdentity
    let port: Int

    static func with<Value: Sendable>(
        _ lab: Lab, _ database: String, _ body: @Sendable (HeldTunnel) async throws -> Value
    ) async throws -> Value {
        let program = try #require(
            OwnExecutable.places().map { $0 + "/levels-ssh" }.first(where: Disk.exists),
            "levels-ssh is not beside the tests: swift build")
        let out = "\(lab.folder)/log/held-\(Random.hex(4))"
        let process = try start(
            try lab.prefix(of: "client") + [program, "db", "--env", "dev", "--database", database, "-v"], out, lab)
        do {
            let port = try await port(of: process, out)
            let value = try await body(HeldTunnel(process: process, port: port))
            try await ProcessTree.end(process, by: SIGTERM, within: .seconds(10))
            return value
        } catch {
            try? await ProcessTree.kill(process)
            // Of hundreds of clients, what became of those that fared otherwise than the rest.
            let said = Disk.text(out + ".err")?.split(separator: "\n").filter { !$0.hasSuffix(": connected") } ?? []
            Issue.record("levels-ssh db said: \(said.suffix(20).joined(separator: "\n"))")
            throw error
        }
    }

    private static func start(_ argv: [String], _ out: String, _ lab: Lab) throws -> ProcessIdentity {
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        let files = [out, out + ".err"].map { (path: String) in open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600) }
        defer { for file in [null] + files { close(file) } }
        return try Spawn.start(
            argv, environment: ["LEVELS_CONFIG": lab.configFile, "PATH": "/usr/bin:/bin"], descriptors: [null] + files)
    }

    /// It prints a URL when it is ready, and ends if it never will be.
    private static func port(of process: ProcessIdentity, _ out: String) async throws -> Int {
        var line = ""
        let came = try await eventually {
            line = Disk.text(out) ?? ""
            return line.hasSuffix("\n") || !ProcessTree.isAlive(process)
        }
        let port = line.split(separator: ":").last?.split { !$0.isNumber }.first.flatMap { Int($0) }
        return try #require(came ? port : nil, "levels-ssh db said: \(Disk.tail(of: out + ".err"))")
    }

    /// How many descriptors it has open.
    var descriptors: Int { Disk.entries("/proc/\(process.pid)/fd")?.count ?? -1 }

    /// In bytes: proc(5), `statm`, the second number, in pages.
    var residentMemory: Int {
        let pages = Disk.text("/proc/\(process.pid)/statm")?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (pages ?? 0) * Int(getpagesize())
    }
}
