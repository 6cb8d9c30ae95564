#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A whole SSH server on one end of a socket pair: `sshd -i` (sshd(8)). No listener, no port, nothing to wait for, and as an
/// ordinary user too. For tests of a client's SSH; what is about listeners wants a ``Lab``.
public struct PipeServer: Sendable {
    public struct Options: Sendable {
        /// `ed25519`, `ecdsa` or `rsa`.
        public var hostKeyKind = "ed25519"
        /// Lines of authorized_keys besides the one for ``PipeServer/clientKey``.
        public var authorizedKeys: [String] = []
        /// Whether the generated client key is let in.
        public var authorizesClientKey = true
        /// The kind of the generated client key.
        public var clientKeyKind = "ed25519"
        /// Lines that come first in `sshd_config`, and so win.
        public var config: [String] = []
        /// What may be forwarded to, as in `PermitOpen`; `any` for everything.
        public var permitOpen: [String] = ["any"]

        public init() {}
    }

    /// The client's end: a connected, blocking stream socket, close-on-exec. Whoever takes it closes it; the server ends then.
    public let descriptor: Int32
    /// The account to log in as: the one that we run as.
    public let user: String
    /// `ssh-ed25519 AAAA...`
    public let hostKey: String
    /// The path of a private key without a passphrase; its public half is beside it, `.pub`.
    public let clientKey: String
    /// sshd's own words, at `LogLevel DEBUG1`.
    public let logFile: String
    /// A folder for the test, removed at the end.
    public let folder: String

    /// Starts a server, and ends it with everything of it when `body` is over.
    /// - Throws: ``LabFailure``, or what `body` throws.
    public static func with<Value>(
        _ options: Options = Options(), _ body: (PipeServer) async throws -> sending Value
    ) async throws -> sending Value {
        let folder = LabOptions.freshFolder()
        try Disk.makeFolder(folder, mode: Account.isRoot ? 0o711 : 0o700)
        var process: ProcessIdentity?
        do {
            let (server, started) = try await start(options, in: folder)
            process = started
            let value = try await body(server)
            try await end(process, folder)
            return value
        } catch {
            try? await end(process, folder)
            throw error
        }
    }

    public func log() -> String { Disk.text(logFile) ?? "" }

    private static func start(_ options: Options, in folder: String) async throws(LabFailure)
        -> (PipeServer, ProcessIdentity)
    {
        let program = try Programs.sshd()
        makePrivilegeSeparationFolder()
        let user = try Account.current().name
        let hostKey = try await KeyMaker.make(options.hostKeyKind, at: folder + "/host", comment: "pipe")
        let clientKey = try await KeyMaker.make(options.clientKeyKind, at: folder + "/client", comment: "client")
        let keys = (options.authorizesClientKey ? [clientKey] : []) + options.authorizedKeys
        try Disk.write(keys.map { $0 + "\n" }.joined(), to: folder + "/authorized_keys", mode: 0o644)
        var config = SSHDConfig(
            folder: folder, address: "127.0.0.1", port: 22, permitOpen: options.permitOpen,
            authorizedKeys: folder + "/authorized_keys", allowUsers: [user], first: options.config + ["LogLevel DEBUG1"]
        )
        config.hostKeys = [folder + "/host"]
        try Disk.write(config.text, to: folder + "/sshd_config")

        let log = folder + "/log"
        let (ours, theirs) = try socketPair()
        defer { close(theirs) }
        let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(null) }
        // Its words go to a file by -E: what it is given as 2 would be handed on to the sessions as well.
        let process: ProcessIdentity
        do throws(LabFailure) {
            process = try Spawn.start(
                [program, "-i", "-E", log, "-f", folder + "/sshd_config"],
                environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], descriptors: [theirs, theirs, null])
        } catch {
            close(ours)
            throw error
        }
        let server = PipeServer(
            descriptor: ours, user: user, hostKey: hostKey, clientKey: folder + "/client", logFile: log, folder: folder)
        return (server, process)
    }

    private static func end(_ process: ProcessIdentity?, _ folder: String) async throws(LabFailure) {
        if let process { try await ProcessTree.kill(process) }
        try Disk.removeAll(folder)
    }

    /// sshd as root wants it; a package's start script makes it on machines where sshd runs. It stays: other servers of
    /// other tests may need it at any time.
    private static func makePrivilegeSeparationFolder() {
        #if os(Linux)
            if Account.isRoot { _ = mkdir("/run/sshd", 0o755) }
        #endif
    }

    private static func socketPair() throws(LabFailure) -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        #if canImport(Darwin)
            let code = socketpair(AF_UNIX, SOCK_STREAM, 0, &ends)
        #else
            let code = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends)
        #endif
        guard code == 0 else { throw SystemError.last("making a socket pair") }
        #if canImport(Darwin)
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        #endif
        return (ends[0], ends[1])
    }
}
