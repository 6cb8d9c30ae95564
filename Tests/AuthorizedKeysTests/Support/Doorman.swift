import AuthorizedKeys
import NIOPosix

@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A real sshd with an authorized_keys file, asked by a real ssh which keys it would take: a public key can be offered
/// without its private half, and sshd says whether to go on.
enum Doorman {
    struct Options: Sendable {
        /// Lines that come first in `sshd_config`, and so win.
        var config: [String] = []
        /// `TZ` of sshd.
        var zone = "UTC"
    }

    /// ssh takes no more keys at once.
    static let mostKeys = 100

    /// Those of the keys that sshd takes from a client on 127.0.0.1.
    static func taken(_ keys: [PublicKey], by file: [UInt8], _ options: Options = Options()) async throws -> Set<
        PublicKey
    > {
        try await TestFolder.with { folder in
            var files: [String: PublicKey] = [:]
            var arguments: [String] = []
            for (number, key) in keys.enumerated() {
                let path = folder("key\(number).pub")
                try Disk.write(key.text + "\n", to: path)
                files[path] = key
                arguments += ["-i", path]
            }
            let said = try await visit(folder, file, options, arguments)
            let mark = "Server accepts key: "
            return Set(
                said.split(whereSeparator: \.isNewline).compactMap { line in
                    guard let start = line.firstRange(of: mark) else { return nil }
                    return files[String(line[start.upperBound...].prefix { $0 != " " })]
                })
        }
    }

    /// Whether somebody with this private key gets in.
    static func admits(_ privateKey: String, _ folder: TestFolder, by file: [UInt8]) async throws -> Bool {
        try await visit(folder, file, Options(), ["-i", privateKey]).contains("Authenticated to 127.0.0.1")
    }

    /// What ssh says of its visit, at `-v`.
    private static func visit(
        _ folder: TestFolder, _ file: [UInt8], _ options: Options, _ arguments: [String]
    ) async throws -> String {
        let user = try Account.current().name
        try folder.write("authorized_keys", file)
        if !Disk.exists(folder("host")) { _ = try await folder.makeKey("host", ["-t", "ed25519"]) }
        var config = SSHDConfig(
            folder: folder.path, address: "127.0.0.1", port: 22, permitOpen: ["any"],
            authorizedKeys: folder("authorized_keys"), allowUsers: [user],
            first: options.config + ["MaxAuthTries 1000", "LogLevel DEBUG1"])
        config.hostKeys = [folder("host")]
        try Disk.write(config.text, to: folder("sshd_config"))
        if Account.isRoot { _ = mkdir("/run/sshd", 0o755) }

        let socket = try Socket()
        try socket.bind(to: "127.0.0.1", port: 0)
        try socket.listen()
        let listener = socket.release()
        defer { close(listener) }
        let settings = [
            "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "GlobalKnownHostsFile=/dev/null",
            "BatchMode=yes",
            "PreferredAuthentications=publickey", "IdentitiesOnly=yes", "IdentityAgent=none",
            "PubkeyAcceptedAlgorithms=+ssh-dss", "RequiredRSASize=1024",
        ]
        let argv =
            ["-v", "-F", "none", "-p", "\(port(of: listener))", "-l", user] + settings.flatMap { ["-o", $0] }
            + arguments
            + ["127.0.0.1", "true"]
        async let said = folder.run("ssh", argv, limit: 4 << 20).said
        let server = try await NIOThreadPool.singleton.runIfActive {
            try serve(listener, folder, environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TZ": options.zone])
        }
        let heard: String
        do { heard = try await said } catch {
            try await ProcessTree.kill(server)
            throw error
        }
        try await ProcessTree.kill(server)
        return heard
    }

    /// Waits for the one client, and gives it a server, as inetd does.
    private static func serve(_ listener: Int32, _ folder: TestFolder, environment: [String: String]) throws
        -> ProcessIdentity
    {
        var item = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        guard poll(&item, 1, 40_000) > 0 else { throw SystemError.last("waiting for ssh") }
        #if canImport(Darwin)
            let connection = Darwin.accept(listener, nil, nil)
        #else
            let connection = Glibc.accept(listener, nil, nil)
        #endif
        guard connection >= 0 else { throw SystemError.last("accepting") }
        defer { close(connection) }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(null) }
        return try Spawn.start(
            [try Programs.sshd(), "-i", "-E", folder("log"), "-f", folder("sshd_config")], environment: environment,
            descriptors: [connection, connection, null])
    }

    private static func port(of listener: Int32) -> Int {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// By the clock that sshd reads as well.
    static var now: Int64 { Int64(time(nil)) }
}
