import Foundation
import Testing

@testable import LevelsCommands

/// Runs `direct-command`, which is levels-ssh with a tunnel that is ready at once.
struct DirectCommand {
    /// Beside the test bundle, whose path is among the arguments of whatever runs the tests.
    static func path() throws -> String {
        let bundle = try #require(CommandLine.arguments.first { $0.contains(".xctest") })
        let upToBundle = bundle.components(separatedBy: ".xctest")[0]
        return (upToBundle as NSString).deletingLastPathComponent + "/direct-command"
    }

    struct Result {
        let outcome: ClientOutcome
        let output: String
        let errors: String
    }

    /// Runs it until it ends, with no terminal, in an environment of which only PATH, and a folder for the journal, are ours.
    /// - Parameter onLine: called with the first line on stdout, as soon as it is there.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], prefix: [String] = [],
        onLine: ((SpawnedClient.Running) -> Void)? = nil
    ) async throws -> Result {
        try await withTemporaryFolder { folder in
            try #require(mkfifo(folder + "/out", 0o600) == 0)
            var variables = environment
            variables["XDG_STATE_HOME"] = folder
            variables["PATH"] = ProcessInfo.processInfo.environment["PATH"]
            let redirected = "exec \"$@\" >\(folder)/out 2>\(folder)/err </dev/null"
            let spawn = SpawnedClient(
                program: "sh", arguments: ["-c", redirected, "sh"] + prefix + [try path()] + arguments,
                environment: variables, inherited: nil, signalMask: SignalSet([]))
            let client = try spawn.start()
            // Opening waits for the writer; reading waits for its lines.
            let reader = try FileHandle(forReadingFrom: URL(fileURLWithPath: folder + "/out"))
            var output = Data()
            if let onLine {
                while !output.contains(UInt8(ascii: "\n")) {
                    let more = reader.availableData
                    if more.isEmpty { break }
                    output += more
                }
                onLine(client)
            }
            output += try reader.readToEnd() ?? Data()
            let outcome = await client.ended()
            let errors = try Data(contentsOf: URL(fileURLWithPath: folder + "/err"))
            return Result(
                outcome: outcome, output: String(decoding: output, as: UTF8.self),
                errors: String(decoding: errors, as: UTF8.self))
        }
    }
}
