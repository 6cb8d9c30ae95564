import Foundation
import Testing

@testable import LevelsCommands

/// Programs that tests run, with a descriptor that they inherit.
enum TestProgram {
    static func isInstalled(_ name: String) -> Bool {
        path(name) != nil
    }

    static func path(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// What it prints on stdout; an issue is recorded unless it ends well.
    static func output(
        _ program: String, _ arguments: [String], environment: [String: String]? = nil, inheriting descriptor: Int32?
    ) async throws -> String {
        try await withTemporaryFolder { folder in
            let out = folder + "/out"
            // A shell that becomes the program, so that stdout is a file: how SpawnedClient starts programs is what is
            // under test, and it hands on our own stdout.
            let client = SpawnedClient(
                program: "sh", arguments: ["-c", "exec \"$@\" >\(out)", "sh", program] + arguments,
                environment: environment ?? ProcessInfo.processInfo.environment, inherited: descriptor,
                signalMask: SignalSet([]))
            let outcome = await (try client.start()).ended()
            #expect(outcome == .exited(0))
            return String(decoding: try Data(contentsOf: URL(fileURLWithPath: out)), as: UTF8.self)
        }
    }
}
