@testable import LevelsLab
@testable import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// An SSH server of some kind on a port of loopback, with a key to log in by.
struct TestServer: Sendable {
    enum Flavour: String, Sendable, CaseIterable { case openssh, dropbear, asyncssh }

    struct Options: Sendable {
        var flavour = Flavour.openssh
        /// Lines that come first in `sshd_config`; OpenSSH only.
        var config: [String] = []
        var permitOpen = ["any"]
        /// `ed25519`, `ecdsa`, `rsa`
        var hostKeyKind = "ed25519"
        /// The kind of ``TestServer/clientKey``.
        var clientKeyKind = "ed25519"
        var authorizedKeys: [String] = []
        /// What the asyncssh server does otherwise than a good one; see ``AsyncSSHScript``.
        var habit = "none"

        init(_ flavour: Flavour = .openssh, config: [String] = [], habit: String = "none") {
            self.flavour = flavour
            self.config = config
            self.habit = habit
        }
    }

    let port: Int
    let user: String
    let hostKey: PublicKeyBlob
    /// The path of a private key that is let in; its public half is beside it.
    let clientKey: String
    let folder: String
    private let spawner: Spawner

    static func with<Value>(
        _ options: Options = Options(), _ body: (TestServer) async throws -> sending Value
    ) async throws -> sending Value {
        let folder = LabOptions.freshFolder()
        try Disk.makeFolder(folder, mode: Account.isRoot ? 0o711 : 0o700)
        do {
            let server = try await start(options, in: folder)
            let result: Result<Value, any Error>
            do { result = .success(try await body(server)) } catch { result = .failure(error) }
            try await server.spawner.stop()
            let value = try result.get()
            try Disk.removeAll(folder)
            return value
        } catch {
            try? Disk.removeAll(folder)
            throw error
        }
    }

    /// What the server says of itself, so far.
    func log() -> String { Disk.text(folder + "/log") ?? "" }

    /// Waits until the log has it. A server's log is a file: there is nothing to be told by.
    func logged(_ text: String) async throws -> Bool {
        try await Patience.until(within: .seconds(20)) { () throws(LabFailure) in log().contains(text) }
    }

    /// What was started for connections, to be stopped or killed.
    var processes: [ProcessIdentity] { spawner.processes }

    /// Why this kind of server cannot be had here; nil if it can.
    static func obstacle(_ flavour: Flavour) -> String? {
        switch flavour {
        case .openssh: Programs.search("sshd") == nil ? "no sshd: apt-get install openssh-server" : nil
        case .dropbear: DropbearServer.obstacle
        case .asyncssh: AsyncSSHScript.obstacle
        }
    }

    private static func start(_ options: Options, in folder: String) async throws -> TestServer {
        let user = try Account.current().name
        let hostKey = try await KeyMaker.make(options.hostKeyKind, at: folder + "/host", comment: "host")
        let clientKey = try await KeyMaker.make(options.clientKeyKind, at: folder + "/client", comment: "client")
        try Disk.makeFolder(folder + "/.ssh")
        let keys = [clientKey] + options.authorizedKeys
        try Disk.write(keys.map { $0 + "\n" }.joined(), to: folder + "/.ssh/authorized_keys")
        let spawner: Spawner
        let log = folder + "/log"
        switch options.flavour {
        case .openssh:
            if Account.isRoot { _ = mkdir("/run/sshd", 0o755) }
            var config = SSHDConfig(
                folder: folder, address: "127.0.0.1", port: 22, permitOpen: options.permitOpen,
                authorizedKeys: folder + "/.ssh/authorized_keys", allowUsers: [user],
                first: options.config + ["LogLevel DEBUG1"])
            config.hostKeys = [folder + "/host"]
            try Disk.write(config.text, to: folder + "/sshd_config")
            let argv = [try Programs.sshd(), "-i", "-E", log, "-f", folder + "/sshd_config"]
            spawner = try Spawner(argv, log: "/dev/null", style: .perConnection)
        case .dropbear:
            spawner = try Spawner(
                try await DropbearServer.command(in: folder, user: user), log: log, style: .perConnection)
        case .asyncssh:
            try Disk.write(AsyncSSHScript.text, to: folder + "/server.py")
            spawner = try Spawner(
                [AsyncSSHScript.interpreter, "-u", folder + "/server.py", folder, options.habit],
                environment: ["HOME": folder], log: log, style: .once)
        }
        return TestServer(
            port: spawner.port, user: user, hostKey: try PublicKeyBlob.parse(line: Substring(hostKey)).key,
            clientKey: folder + "/client", folder: folder, spawner: spawner)
    }
}
