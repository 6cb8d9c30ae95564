import Foundation
import Testing

@testable import LevelsCommands

#if os(Linux)
    import Glibc

    /// We die between the script's start and the word of its group: the guard's pipe ends.
    @Suite("The guard of a script whose group it was not told", .serialized)
    struct SessionGuardTests {
        private func start(
            _ program: String, _ environment: [String: String], _ group: SpawnedClient.Group = .own
        ) throws -> SpawnedClient.Running {
            try SpawnedClient(
                program: program, arguments: ["60"], environment: environment, signalMask: SignalSet([]), group: group
            ).start()
        }

        private func waitForTheEnd(of watcher: SessionGuard) async {
            close(watcher.speaking)
            // On a thread of Dispatch's: waiting for a process blocks.
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    var status: Int32 = 0
                    while waitpid(watcher.process, &status, 0) < 0, errno == EINTR {}
                    continuation.resume()
                }
            }
        }

        private func withSession(_ body: (_ folder: String, _ sleeper: String) async throws -> Void) async throws {
            try await withTemporaryFolder { folder in
                let session = folder + "/session-x.*[\n"
                try FileManager.default.createDirectory(atPath: session, withIntermediateDirectories: false)
                let sleeper = folder + "/x) S 1 1 ("
                try FileManager.default.createSymbolicLink(atPath: sleeper, withDestinationPath: "/bin/sleep")
                try await body(session, sleeper)
                #expect(!FileManager.default.fileExists(atPath: session))
            }
        }

        @Test func theScriptIsFoundAndEndedWhateverItIsCalled() async throws {
            try await withSession { folder, sleeper in
                let watcher = try #require(SessionGuard(folders: [folder]))
                watcher.expectScript()
                let script = try start(sleeper, ["A": "1", "LEVELS_SESSION": folder, "B": "2"])
                // Taken at once: one that nobody has asked after is still there for kill(2).
                async let outcome = script.ended()
                await waitForTheEnd(of: watcher)
                #expect(await outcome == .signalled(SIGTERM))
            }
        }

        @Test func nobodyElseIsEnded() async throws {
            try await withSession { folder, sleeper in
                let watcher = try #require(SessionGuard(folders: [folder]))
                watcher.expectScript()
                let line = "LEVELS_SESSION=\(folder)"
                let others = [
                    // Our caller may have what the script has.
                    try start(sleeper, ["LEVELS_SESSION": folder], .ours),
                    try start(sleeper, ["LEVELS_SESSION": folder + "x"]),
                    try start(sleeper, ["LEVELS_SESSION": "x" + folder]),
                    try start(sleeper, ["XLEVELS_SESSION": folder]),
                    try start(sleeper, ["X": "a\n\(line)\nb", "Y": line, "LEVELS_SESSION": "session-xyz"]),
                    try start(sleeper, ["LEVELS_SESSION": folder.replacing(".*[", with: "abc")]),
                ]
                await waitForTheEnd(of: watcher)
                for other in others {
                    #expect(kill(other.id, 0) == 0)
                    other.tell([SIGKILL])
                    #expect(await other.ended() == .signalled(SIGKILL))
                }
            }
        }

        @Test func nobodyIsLookedForWhereNoneWasToBeStarted() async throws {
            try await withSession { folder, sleeper in
                let watcher = try #require(SessionGuard(folders: [folder]))
                let script = try start(sleeper, ["LEVELS_SESSION": folder])
                await waitForTheEnd(of: watcher)
                #expect(kill(script.id, 0) == 0)
                script.tell([SIGKILL])
                _ = await script.ended()
            }
        }
    }
#endif
