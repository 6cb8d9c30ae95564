import Foundation
import Inventory
import Testing

@testable import LevelsCommands

@Suite struct CredentialReaderTests {
    private func read(
        _ source: PasswordSource, environment: [String: String] = [:], patience: Duration = .seconds(60)
    ) async throws -> String {
        let reader = CredentialReader(environment: environment, patience: patience)
        return String(decoding: try await reader.read(source).revealed, as: UTF8.self)
    }

    @Test func aVariableIsTakenAsItIs() async throws {
        #expect(try await read(.env("PW"), environment: ["PW": " a\nb "]) == " a\nb ")
    }

    @Test func aVariableThatIsMissingOrEmptyIsSaid() async {
        await #expect(throws: CredentialFailure.variableMissing("PW")) { try await read(.env("PW")) }
        await #expect(throws: CredentialFailure.empty(origin: "$PW")) {
            try await read(.env("PW"), environment: ["PW": ""])
        }
    }

    @Test(arguments: [("pw\n", "pw"), ("pw", "pw"), (" p w \r\nnext\n", " p w "), ("p\u{e4}\n", "p\u{e4}")])
    func aFilesFirstLineIsThePassword(_ content: String, _ password: String) async throws {
        try await withTemporaryFolder { folder in
            let found = try await read(.file(try write(content, to: folder + "/pw")))
            #expect(found == password)
        }
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o610]) func aFileOpenToOthersIsRefused(_ mode: Int) async throws {
        try await withTemporaryFolder { folder in
            let path = try write("pw\n", to: folder + "/pw", mode: mode)
            await #expect(throws: CredentialFailure.fileOpenToOthers(path)) { try await read(.file(path)) }
        }
    }

    @Test func whatIsNoRegularFileIsRefusedWithoutWaiting() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/fifo"
            #expect(mkfifo(path, 0o600) == 0)
            await #expect(throws: CredentialFailure.fileNotRegular(path)) { try await read(.file(path)) }
            await #expect(throws: CredentialFailure.fileNotRegular(folder)) { try await read(.file(folder)) }
        }
    }

    @Test func anEmptyFirstLineAndAnEndlessOneAreRefused() async throws {
        try await withTemporaryFolder { folder in
            let empty = try write("\npw\n", to: folder + "/empty")
            await #expect(throws: CredentialFailure.empty(origin: empty)) { try await read(.file(empty)) }
            let endless = try write(String(repeating: "a", count: 1 << 20), to: folder + "/endless")
            await #expect(throws: CredentialFailure.tooLong(origin: endless, limit: CredentialReader.limit)) {
                try await read(.file(endless))
            }
        }
    }

    @Test func aCommandIsStartedWithoutAShell() async throws {
        #expect(try await read(.command(["printf", "%s\nmore\n", "$HOME `id`; p w"])) == "$HOME `id`; p w")
    }

    @Test func aCommandThatFailsIsNamedButNotItsOutput() async throws {
        await #expect(throws: CredentialFailure.commandFailed("sh", code: 3)) {
            try await read(.command(["sh", "-c", "echo secret; exit 3"]))
        }
        await #expect(throws: CredentialFailure.commandSignalled("sh", signal: 9)) {
            try await read(.command(["sh", "-c", "kill -9 $$"]))
        }
        await #expect(throws: CredentialFailure.commandNotStarted("/nowhere/pass")) {
            try await read(.command(["/nowhere/pass"]))
        }
        await #expect(throws: CredentialFailure.commandMissing) { try await read(.command([])) }
    }

    @Test func aCommandThatPrintsWithoutEndIsRefused() async throws {
        await #expect(throws: CredentialFailure.tooLong(origin: "yes", limit: CredentialReader.limit)) {
            try await read(.command(["yes"]))
        }
    }

    @Test func aCommandThatHangsIsEnded() async throws {
        let patience = Duration.milliseconds(200)
        await #expect(throws: CredentialFailure.commandTimedOut("sleep", after: patience)) {
            try await read(.command(["sleep", "1000"]), patience: patience)
        }
    }
}
