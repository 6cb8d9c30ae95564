import ArgumentParser
import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The process: a command line in, an exit code out.
public enum Program {
    /// Runs the command line of this process, and exits. To be called on the main thread, before anything has started
    /// another.
    public static func run() -> Never {
        InheritedDescriptors.remember()
        run(rooms: .real)
    }

    /// The same with other rooms: a test's way to the whole command line without a server.
    package static func run(rooms: Rooms) -> Never {
        Rooms.$current.withValue(rooms) {
            let arguments = OwnProgram.lostArguments ?? Array(CommandLine.arguments.dropFirst())
            do {
                var command = try LevelsSSH.read(arguments)
                try command.run()
                exit(LostOutput.exit(0))
            } catch {
                exit(LostOutput.exit(finish(error, arguments, Talk())))
            }
        }
    }

    /// Says what ArgumentParser ends a command line with, in our voice: help and version on stdout, and a mistake as an
    /// error with a hint. Gives the exit code, which for a mistake is 64.
    ///
    /// - Parameter arguments: what it is about. Where they ask for JSON there is an event on stdout, as of any failure.
    static func finish(_ error: any Error, _ arguments: [String], _ talk: Talk) -> Int32 {
        if let code = error as? ExitCode { return code.rawValue }
        let full = LevelsSSH.fullMessage(for: error)
        let code = LevelsSSH.exitCode(for: error).rawValue
        guard code != 0 else {
            talk.page(full)
            return 0
        }
        // "  See 'levels-ssh db --help' for more information."
        let help = full.split(separator: "\n").lazy.compactMap { line -> String? in
            guard line.hasPrefix("  See '") else { return nil }
            return String(line.dropFirst(7).prefix { $0 != "'" })
        }.first
        let failure = CommandFailure.usage(plain(LevelsSSH.message(for: error)), hint: help ?? "levels-ssh --help")
        if wantsJSON(arguments) { talk.data(EventJSON.failed(failure).line) }
        talk.report(failure)
        return code
    }

    /// Whether a command line that was not understood asks for JSON, as far as that can be told.
    private static func wantsJSON(_ arguments: [String]) -> Bool {
        let ours = arguments.prefix { $0 != "--" }
        return ours.contains("--format=json")
            || zip(ours, ours.dropFirst()).contains { $0 == "--format" && $1 == "json" }
    }

    /// ArgumentParser's sentence as our errors are written: lower case, without a final stop, on one line.
    private static func plain(_ message: String) -> String {
        var text = message.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
        while text.hasSuffix(".") { text.removeLast() }
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
