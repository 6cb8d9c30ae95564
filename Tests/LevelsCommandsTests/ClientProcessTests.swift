import Foundation
import Testing

@testable import LevelsCommands

/// What the whole command does with a client, on this side of a tunnel.
@Suite struct ClientProcessTests {
    static let ends: [(String, Int32)] = [
        ("exit 0", 0), ("exit 7", 7), ("exit 255", 255), ("kill -9 $$", 137), ("kill -TERM $$", 143),
    ]

    @Test(arguments: ends)
    func theClientsEndIsOurs(_ script: String, _ code: Int32) async throws {
        let result = try await DirectCommand.run(["db", "--env", "dev", "--", "sh", "-c", script])
        #expect(result.outcome == .exited(code))
        #expect(result.output == "")
    }

    @Test func aClientThatIsMissingIsToldFromOneThatFailed() async throws {
        let result = try await DirectCommand.run(["db", "--env", "dev", "--", "no-such-client"])
        #expect(result.outcome == .exited(69))
        #expect(
            result.errors.hasSuffix(
                """
                levels-ssh: error: client no-such-client is not found
                levels-ssh: hint: install no-such-client, or give its path after --

                """))
    }

    @Test func aClientThatIsNoProgramIsSaid() async throws {
        try await withTemporaryFolder { folder in
            let path = try write("not a program", to: folder + "/client", mode: 0o600)
            let result = try await DirectCommand.run(["db", "--env", "dev", "--", path])
            #expect(result.outcome == .exited(69))
            #expect(result.errors.contains("levels-ssh: hint: chmod +x \(path)"))
        }
    }

    @Test func everythingAfterTheDashesIsTheClientsOwn() async throws {
        let words = ["--env", "x", "--", "-v", "a b", "", "$HOME", "--help"]
        let result = try await DirectCommand.run(["db", "--env=dev", "--", "printf", "<%s>"] + words)
        #expect(result.output == words.map { "<\($0)>" }.joined())
    }

    static let endings: [(Int32, Int32)] = [(SIGTERM, 143), (SIGHUP, 129)]

    @Test(arguments: endings)
    func aSignalToUsIsPassedOnAndEndsUsAfterTheClient(_ signal: Int32, _ code: Int32) async throws {
        let script = "trap 'echo told; exit 0' TERM HUP; echo up; while :; do sleep 0.05; done"
        let result = try await DirectCommand.run(["db", "--env", "dev", "--", "sh", "-c", script]) {
            $0.tell([signal])
        }
        #expect(result.output == "up\ntold\n")
        #expect(result.outcome == .exited(code))
    }

    @Test func anInterruptThatOnlyWeGotIsPassedOnAndIsTheClientsToAnswer() async throws {
        let script = "trap 'echo told; exit 3' INT; echo up; while :; do sleep 0.05; done"
        let result = try await DirectCommand.run(["db", "--env", "dev", "--", "sh", "-c", script]) {
            $0.tell([SIGINT])
        }
        #expect(result.output == "up\ntold\n")
        #expect(result.outcome == .exited(3))
    }

    @Test(arguments: endings + [(SIGINT, 130)])
    func aHeldTunnelIsEndedByASignal(_ signal: Int32, _ code: Int32) async throws {
        let result = try await DirectCommand.run(["db", "--env", "dev"], environment: ["LEVELS_TEST_PORT": "13306"]) {
            $0.tell([signal])
        }
        #expect(result.output == "mysql://app@127.0.0.1:13306/levels\n")
        #expect(result.outcome == .exited(code))
        #expect(!result.errors.contains("error"))
    }

    @Test func aSignalThatWeWereStartedToIgnoreStaysIgnored() async throws {
        let result = try await DirectCommand.run(["db", "--env", "dev"], prefix: ["nohup"]) {
            $0.tell([SIGHUP, SIGTERM])
        }
        #expect(result.outcome == .exited(143))
    }

    @Test func thePasswordIsNeitherInArgumentsNorInTheEnvironment() async throws {
        try await withTemporaryFolder { folder in
            let file = try write("hunter2\n", to: folder + "/pw")
            // Named like one of MySQL's, to be handed what they are.
            let client = try write(
                "#!/bin/sh\nprintf '%s\\n' \"$@\"\nenv\nf=${1#*=}\necho file:\ncat \"$f\"\n",
                to: folder + "/mariadb", mode: 0o700)
            let result = try await DirectCommand.run(
                ["db", "--env", "dev", "-v", "--", client],
                environment: ["LEVELS_TEST_PASSWORD_FILE": file, "TMPDIR": folder])
            let parts = result.output.components(separatedBy: "file:\n")
            #expect(parts.count == 2)
            #expect(!parts[0].contains("hunter2") && !result.errors.contains("hunter2"))
            #expect(parts.last == "[client]\npassword=\"hunter2\"\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["mariadb", "pw"])
        }
    }

    @Test func inJSONStdoutIsEventsOnly() async throws {
        let result = try await DirectCommand.run(
            ["db", "--env", "dev", "--format", "json", "--", "sh", "-c", "echo data; exit 3"])
        #expect(
            result.output == """
                {"event":"ready","host":"127.0.0.1","port":3306,"url":"mysql://app@127.0.0.1:3306/levels","took_ms":0}
                {"event":"client_ended","exit":3}
                {"event":"closing","reason":"finished"}

                """)
        #expect(result.errors == "data\n")
        #expect(result.outcome == .exited(3))
    }

    #if os(Linux)
        /// What a client does about a Ctrl-C that is typed when it is up: the words that start it, its script, and the
        /// exit code that is expected.
        static let interrupted: [(String, String, String)] = [
            // The terminal's signal reaches it.
            ("sh", "trap 'exit 3' INT; echo up > ready; while :; do sleep 0.05; done", "3"),
            // In a session of its own it is out of the terminal's reach, and we do not pass on what was not ours.
            ("setsid sh", "trap 'exit 9' INT; echo up > ready; sleep 0.5; exit 4", "4"),
        ]

        @Test(
            .enabled(if: TestProgram.isInstalled("script"), "script (util-linux) is not installed"),
            arguments: interrupted)
        func ctrlCIsBetweenTheTerminalAndTheClient(_ start: String, _ client: String, _ code: String) async throws {
            try await withTemporaryFolder { folder in
                try #require(mkfifo(folder + "/ready", 0o600) == 0)
                _ = try write("cd \(folder); " + client, to: folder + "/client")
                let command = "exec '\(try DirectCommand.path())' db --env dev -- \(start) \(folder)/client"
                let typed = "(cat \(folder)/ready >/dev/null; printf '\\003')"
                let terminal = "script -qec \"\(command)\" /dev/null >/dev/null; echo $? > \(folder)/code"
                let spawn = SpawnedClient(
                    program: "sh", arguments: ["-c", "\(typed) | { \(terminal); }"],
                    environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""], inherited: nil,
                    signalMask: SignalSet([]))
                _ = await (try spawn.start()).ended()
                #expect(try String(contentsOfFile: folder + "/code", encoding: .utf8) == code + "\n")
            }
        }
    #endif
}
