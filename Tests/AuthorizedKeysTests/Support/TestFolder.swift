import Subprocess

@testable import LevelsLab

/// A folder of one test's own, and the real programs that the test runs in it.
struct TestFolder: Sendable {
    let path: String

    static func with<Value>(_ body: (TestFolder) async throws -> sending Value) async throws -> sending Value {
        let folder = TestFolder(path: LabOptions.freshFolder())
        try Disk.makeFolder(folder.path, mode: Account.isRoot ? 0o711 : 0o700)
        do {
            let value = try await body(folder)
            try Disk.removeAll(folder.path)
            return value
        } catch {
            try? Disk.removeAll(folder.path)
            throw error
        }
    }

    func callAsFunction(_ name: String) -> String { path + "/" + name }

    /// Runs a program to its end, whatever that is.
    func run(_ program: String, _ arguments: [String], limit: Int = 1 << 20) async throws -> (
        isSuccess: Bool, said: String
    ) {
        let result = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments),
            environment: .inherit.updating(["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"]), input: .none,
            output: .bytes(limit: limit), error: .bytes(limit: limit))
        let said = result.standardOutput + result.standardError
        return (result.terminationStatus.isSuccess, String(decoding: said, as: UTF8.self))
    }

    /// Makes a pair with ssh-keygen, and gives the line of its public half.
    func makeKey(_ name: String, _ options: [String]) async throws -> String {
        let made = try await run("ssh-keygen", ["-q", "-N", "", "-C", "made for a test", "-f", self(name)] + options)
        guard made.isSuccess, let line = Disk.text(self(name) + ".pub") else {
            throw LabFailure.commandFailed(command: "ssh-keygen", output: made.said)
        }
        return line
    }

    /// Bytes that need not be text.
    func write(_ name: String, _ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try Self.write(self(name), $0) }
    }
}
