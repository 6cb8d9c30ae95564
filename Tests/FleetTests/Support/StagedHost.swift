import Fleet
import Subprocess
import Testing

@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A host to run scripts on: this machine, with its own `/home`, `/var/lib`, `/var/log`, `/run`, `/etc/ssh` and `/etc/passwd` in a mount
/// namespace of the test's own, so that nothing of the real ones is touched. Its accounts are `app` and `ops`, and `bare`,
/// which has no home; its sshd is the real one, asked with `-T`.
struct StagedHost {
    struct Result {
        let exit: Int32
        let output: [UInt8]
        let errors: String

        var text: String { String(decoding: output, as: UTF8.self) }
    }

    static let app: UInt32 = 64001
    static let ops: UInt32 = 64002
    static let isPossible = Account.isRoot && Programs.search("unshare") != nil && Programs.search("nsenter") != nil
    static let why: Comment = "needs root, unshare(1) and nsenter(1)"

    /// Seen on both sides.
    let folder: String
    private let keeper: String
    /// What nsenter(1) is to enter of the keeper's.
    private let namespaces: [String]

    /// - Parameters:
    ///   - setup: more sh to run inside, once all is mounted.
    ///   - systemd: whether a systemd of its own is to run there, as the first process of the machine.
    ///   - network: whether it has one of its own, with nothing but loopback; then it may listen where it likes, and filter.
    static func with(
        config: String = "", setup: String = "", systemd: Bool = false, network: Bool = false,
        _ body: @Sendable (StagedHost) async throws -> Void
    ) async throws {
        let folder = LabOptions.freshFolder()
        try Disk.makeFolder(folder, mode: 0o711)
        do {
            _ = try await KeyMaker.make("ed25519", at: folder + "/host_key", comment: "host")
            try Disk.write("HostKey \(folder)/host_key\n\(config)\n", to: folder + "/sshd_config")
            guard mkfifo(folder + "/ready", 0o600) == 0 else { throw SystemError.last("making a pipe") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    _ = try? await Subprocess.run(
                        .name("unshare"),
                        arguments: Arguments(
                            (network ? ["-n"] : []) + [
                                "-m", "--propagation", "private", "/bin/sh", "-c",
                                mounting + setup + (systemd ? StagedHost.booting : waiting), folder,
                            ]),
                        environment: .inherit.updating(["PATH": path]), input: .none, output: .discarded,
                        error: .discarded)
                }
                let ready = try await run("timeout", ["60", "cat", folder + "/ready"])
                let said = ready.text.split(separator: "\n").map(String.init)
                guard said.count == 1, Int(said[0]) != nil else {
                    throw LabFailure.commandFailed(command: "unshare", output: ready.text)
                }
                try await body(
                    StagedHost(
                        folder: folder, keeper: said[0],
                        namespaces: (systemd ? ["-m", "-p", "-C"] : ["-m"]) + (network ? ["-n"] : [])))
                group.cancelAll()
            }
            try Disk.removeAll(folder)
        } catch {
            try? Disk.removeAll(folder)
            throw error
        }
    }

    private static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    private static let mounting = """
        exec 2>&1 > "$0/ready"; set -e; trap 'echo failed' EXIT
        cp /etc/passwd "$0/passwd"
        for f in /home /var/lib /var/log /run /etc/ssh; do mount -t tmpfs -o mode=755,size=64m tmpfs $f; done
        mkdir -p /run/sshd
        cp "$0/sshd_config" /etc/ssh/sshd_config
        echo "app:x:64001:64001:An app:/home/app:/bin/sh" >> "$0/passwd"
        echo "ops:x:64002:64002::/home/ops:/bin/sh" >> "$0/passwd"
        echo "bare:x:64003:64003::/home/bare:/bin/sh" >> "$0/passwd"
        mount --bind "$0/passwd" /etc/passwd
        for u in app ops; do mkdir -p -m 755 /home/$u; mkdir -m 700 /home/$u/.ssh; done
        chown -R 64001:64001 /home/app; chown -R 64002:64002 /home/ops

        """
    private static let waiting = "\ntrap - EXIT; echo $$; exec > /dev/null 2>&1; exec sleep 600"

    /// Runs a program as it is, inside.
    func callAsFunction(
        _ program: [String], input: [UInt8] = [], environment: [String: String] = [:]
    ) async throws -> Result {
        let file = LabOptions.freshFolder()
        try input.withUnsafeBytes { try Disk.write($0, to: file) }
        defer { unlink(file) }
        let words = namespaces + ["-t", keeper, "--", "/bin/bash", "-c", "exec \"$@\" < \"$0\"", file] + program
        return try await Self.run("nsenter", words, environment: environment)
    }

    /// Runs sh inside, and gives what it wrote.
    @discardableResult
    func sh(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
        let result = try await self(["/bin/sh", "-c", text])
        #expect(result.exit == 0, "\(text): \(result.errors)", sourceLocation: sourceLocation)
        return result.text
    }

    /// Runs one of our scripts, as sshd would: in a session of its own.
    func run(
        _ script: HostScript, _ input: [UInt8], shell: [String] = ["/bin/sh"],
        connection: String = "192.0.2.9 50000 192.0.2.1 22"
    ) async throws -> Result {
        try await self(["setsid", "-w"] + shell + ["-c", script.text, "levels-ssh", connection], input: input)
    }

    /// Puts a file into place, with its owner and mode.
    func write(_ bytes: [UInt8], to path: String, owner: UInt32 = app, mode: String = "600") async throws {
        let text = "cat > '\(path)' && chown \(owner):\(owner) '\(path)' && chmod \(mode) '\(path)'"
        let result = try await self(["/bin/sh", "-c", text], input: bytes)
        #expect(result.exit == 0, "\(result.errors)")
    }

    func read(_ path: String) async throws -> [UInt8]? {
        let result = try await self(["cat", "--", path])
        return result.exit == 0 ? result.output : nil
    }

    /// What is in a folder, sorted.
    func list(_ path: String) async throws -> [String] {
        try await sh("ls -A '\(path)'").split(separator: "\n").map(String.init)
    }

    func survey(_ users: [String] = ["app"]) async throws -> MeasuredMachine {
        let request = try #require(SurveyRequest(users: users))
        let result = try await run(.survey, request.input)
        do {
            return try SurveyReader.read(result.output, to: request)
        } catch {
            Issue.record("\(error.message): \(result.text.suffix(300)) \(result.errors) \(result.exit)")
            throw error
        }
    }

    private static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> Result {
        var variables = ["PATH": path, "HOME": "/root", "LC_ALL": "C"]
        variables.merge(environment) { $1 }
        let result = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments),
            environment: .custom(
                Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) })),
            input: .none, output: .bytes(limit: 64 << 20), error: .string(limit: 1 << 20))
        let exit: Int32
        switch result.terminationStatus {
        case .exited(let code): exit = code
        case .signaled(let signal): exit = 128 + signal
        }
        return Result(exit: exit, output: result.standardOutput, errors: result.standardError)
    }
}

extension Disk {
    /// Bytes that need not be text.
    static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError.last("writing \(path)") }
        defer { close(file) }
        var done = 0
        while done < bytes.count {
            #if canImport(Darwin)
                let count = Darwin.write(file, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            #else
                let count = Glibc.write(file, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            #endif
            guard count > 0 else { throw SystemError.last("writing \(path)") }
            done += count
        }
    }
}
