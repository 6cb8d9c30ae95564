import Files
import Inventory
import Subprocess

#if canImport(Darwin)
    import Darwin
    import System
#else
    import Glibc
    import SystemPackage
#endif

/// Reads a declared password at the moment that it is needed.
struct CredentialReader: Sendable {
    /// Bytes that a password and its line end may take.
    static let limit = 65_536

    /// Our environment.
    let environment: [String: String]
    /// How long a password command may take. Long enough for a token to be touched or a passphrase to be typed.
    var patience: Duration = .seconds(120)

    func read(_ source: PasswordSource) async throws(CredentialFailure) -> Secret {
        switch source {
        case .env(let name):
            guard let value = environment[name] else { throw .variableMissing(name) }
            guard !value.isEmpty else { throw .empty(origin: "$" + name) }
            return Secret(value.utf8)
        case .file(let path): return try Self.file(path)
        case .command(let words): return try await command(words)
        }
    }

    /// The first line of a file that is its owner's alone.
    private static func file(_ path: String) throws(CredentialFailure) -> Secret {
        let contents: BoundedFile.Contents
        do throws(BoundedFile.Failure) {
            contents = try BoundedFile.beginning(of: path, limit: limit + 1)
        } catch {
            switch error {
            case .missing: throw .fileUnreadable(path, reason: String(cString: strerror(ENOENT)))
            case .unreadable(let reason): throw .fileUnreadable(path, reason: reason)
            case .link, .notRegular, .tooLarge: throw .fileNotRegular(path)
            }
        }
        guard contents.owner == geteuid() || contents.owner == 0 else { throw .fileNotOurs(path) }
        guard contents.mode & 0o077 == 0 else { throw .fileOpenToOthers(path) }
        return try firstLine(contents.bytes, origin: path)
    }

    /// What the program prints first. Its stdin is empty and its stderr is ours; a program that wants to ask has the
    /// terminal. It is started by its own name or path, never through a shell.
    private func command(_ words: [String]) async throws(CredentialFailure) -> Secret {
        guard let program = words.first, !program.isEmpty else { throw .commandMissing }
        let executable: Executable = program.contains("/") ? .path(FilePath(program)) : .name(program)
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
        let prepared = Configuration(
            executable: executable, arguments: Arguments(Array(words.dropFirst())), platformOptions: options)
        let outcome: CommandOutcome? = await withTimeLimit(patience) { await Self.output(of: prepared) }
        switch outcome {
        case .printed(let bytes): return try Self.firstLine(bytes, origin: program)
        case .failed(let code): throw .commandFailed(program, code: code)
        case .signalled(let signal): throw .commandSignalled(program, signal: signal)
        case .notStarted: throw .commandNotStarted(program)
        case .overran: throw .tooLong(origin: program, limit: Self.limit)
        case nil: throw .commandTimedOut(program, after: patience)
        }
    }

    private enum CommandOutcome: Sendable {
        case printed([UInt8]), failed(Int32), signalled(Int32), notStarted, overran
    }

    private static func output(of command: Configuration) async -> CommandOutcome {
        do {
            let result = try await run(
                command, input: .none, output: .bytes(limit: limit),
                error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
            switch result.terminationStatus {
            case .exited(0): return .printed(result.standardOutput)
            case .exited(let code): return .failed(code)
            case .signaled(let signal): return .signalled(signal)
            }
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            return .overran
        } catch {
            return .notStarted
        }
    }

    private static func firstLine(_ bytes: [UInt8], origin: String) throws(CredentialFailure) -> Secret {
        var line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        guard line.count < limit else { throw .tooLong(origin: origin, limit: limit) }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard !line.isEmpty else { throw .empty(origin: origin) }
        return Secret(line)
    }
}
