import Subprocess

@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A real `sshd` that forbids as little as it can, so that what is refused was refused by the line of the key; and the real
/// `ssh` that tries. Each connection is a server of its own on a pipe.
struct Gate {
    /// What a client was told.
    struct Told {
        let exit: Int32
        let output: String
        let errors: String
        /// sshd's own words about this connection.
        let log: String
    }

    struct Options {
        /// Lines that come first in `sshd_config`, and so win.
        var config: [String] = []
        /// Over a TCP connection of loopback rather than a pipe, so that the client has an address.
        var hasAddress = false
    }

    let folder: String
    /// `ssh-ed25519 AAAA...`, of the key that the client has.
    let key: String
    private let user: String
    private let program: [String]

    static func with(_ options: Options = Options(), _ body: (Gate) async throws -> Void) async throws {
        let folder = LabOptions.freshFolder()
        try Disk.makeFolder(folder, mode: Account.isRoot ? 0o711 : 0o700)
        do {
            try await body(try await make(options, in: folder))
            try Disk.removeAll(folder)
        } catch {
            try? Disk.removeAll(folder)
            throw error
        }
    }

    private static func make(_ options: Options, in folder: String) async throws -> Gate {
        #if os(Linux)
            if Account.isRoot { _ = mkdir("/run/sshd", 0o755) }
        #endif
        let user = try Account.current().name
        _ = try await KeyMaker.make("ed25519", at: folder + "/host", comment: "host")
        let key = try await KeyMaker.make("ed25519", at: folder + "/client", comment: "client")
        let open = [
            "AllowTcpForwarding yes", "AllowAgentForwarding yes", "X11Forwarding yes", "PermitTunnel yes",
            "PermitListen any", "PermitUserRC yes", "LogLevel DEBUG1",
        ]
        var config = SSHDConfig(
            folder: folder, address: "127.0.0.1", port: 22, permitOpen: ["any"],
            authorizedKeys: folder + "/authorized_keys", allowUsers: [user], first: options.config + open)
        config.hostKeys = [folder + "/host"]
        try Disk.write(config.text, to: folder + "/sshd_config")
        let server = [try Programs.sshd(), "-i", "-E", folder + "/log", "-f", folder + "/sshd_config"]
        guard options.hasAddress else { return Gate(folder: folder, key: key, user: user, program: server) }
        try Disk.write(bridge, to: folder + "/bridge.py")
        return Gate(folder: folder, key: key, user: user, program: ["python3", folder + "/bridge.py"] + server)
    }

    /// The lines of the account's authorized_keys.
    func authorize(_ lines: [String]) throws {
        try Disk.write(lines.map { $0 + "\n" }.joined(), to: folder + "/authorized_keys", mode: 0o644)
    }

    /// Runs `ssh` with these arguments, host included: `gate`.
    /// - Parameter prefix: what to put in front of it, such as an agent that runs it.
    func ssh(_ arguments: [String], prefix: [String] = [], environment: [String: String] = [:]) async throws -> Told {
        try Disk.write("", to: folder + "/log", mode: 0o666)
        let command = prefix + ["ssh", "-F", "none"] + options + arguments
        let variables = environment.merging(["PATH": Programs.environment("PATH") ?? "", "HOME": folder]) { $1 }
        let result = try await Subprocess.run(
            .name("env"), arguments: Arguments(["-i"] + variables.map { "\($0.key)=\($0.value)" } + command),
            input: .none, output: .bytes(limit: 1 << 20), error: .string(limit: 1 << 20))
        let exit: Int32
        switch result.terminationStatus {
        case .exited(let code): exit = code
        case .signaled(let signal): exit = 128 + signal
        }
        return Told(
            exit: exit, output: String(decoding: result.standardOutput, as: UTF8.self), errors: result.standardError,
            log: Disk.text(folder + "/log") ?? "")
    }

    var options: [String] {
        [
            "IdentityFile=\(folder)/client", "IdentitiesOnly=yes", "BatchMode=yes", "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null", "GlobalKnownHostsFile=/dev/null", "LogLevel=ERROR", "ControlPath=none",
            "ExitOnForwardFailure=yes", "User=\(user)", "ProxyCommand=\(program.joined(separator: " "))",
        ].flatMap { ["-o", $0] }
    }

    /// Puts both ends of a TCP connection between its own stdin and stdout and a server.
    private static let bridge = """
        import os, select, socket, subprocess, sys
        listener = socket.create_server(("127.0.0.1", 0))
        ours = socket.create_connection(listener.getsockname())
        theirs, _ = listener.accept()
        server = subprocess.Popen(sys.argv[1:], stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL)
        theirs.close()
        while True:
            ready, _, _ = select.select([0, ours], [], [])
            if 0 in ready:
                data = os.read(0, 65536)
                if not data: break
                ours.sendall(data)
            if ours in ready:
                data = ours.recv(65536)
                if not data: break
                os.write(1, data)
        ours.close()
        server.wait()
        """
}
