import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A program that is run to its end. Arguments are passed as they are: no shell sees them.
enum Command {
    /// In the environment of what a lab has started: the lab's folder. A program that starts others, and dies or is
    /// ended itself, leaves them behind; by this they are found.
    static let mark = "LEVELS_LAB_FOLDER"

    /// Runs it, and returns what it wrote to stdout.
    /// - Parameter lab: the folder of the lab that it works for, if it takes long enough to be left behind.
    @discardableResult
    static func run(_ argv: [String], input: String = "", lab: String? = nil) async throws(LabFailure) -> String {
        guard let program = argv.first else { return "" }
        let result: ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
        do {
            let environment = Environment.inherit.updating(lab.map { [.init(stringLiteral: mark): $0] } ?? [:])
            let path = Executable.path(FilePath(program))
            let arguments = Arguments(Array(argv.dropFirst()))
            if input.isEmpty {
                result = try await Subprocess.run(
                    path, arguments: arguments, environment: environment, input: .none,
                    output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
            } else {
                // Not `.string`: swift-subprocess 1.0 ends the whole program ("was not closed") if the child exits, or
                // the task is cancelled, before all of it was written.
                let file = FileDescriptor(rawValue: try Disk.unnamed(input))
                result = try await Subprocess.run(
                    path, arguments: arguments, environment: environment,
                    input: .fileDescriptor(file, closeAfterSpawningProcess: true),
                    output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
            }
        } catch let failure as LabFailure {
            throw failure
        } catch {
            if Task.isCancelled { throw .interrupted }
            throw .commandFailed(command: name(argv), output: Escaped.line("\(error)"))
        }
        guard result.terminationStatus.isSuccess else {
            if Task.isCancelled { throw .interrupted }
            let said = result.standardError + "\n" + result.standardOutput
            throw .commandFailed(command: name(argv), output: Escaped.tail(Array(said.utf8)))
        }
        return result.standardOutput
    }

    private static func name(_ argv: [String]) -> String {
        Escaped.line(argv.prefix(6).joined(separator: " "))
    }
}
