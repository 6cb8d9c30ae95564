import NIOPosix
import Testing

@testable import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite struct PassphraseChoiceTests {
    private static let program = ["SSH_ASKPASS": "/bin/ask"]
    private static let display = program.merging(["DISPLAY": ":0"]) { $1 }
    private static let wayland = program.merging(["WAYLAND_DISPLAY": "wayland-0"]) { $1 }

    private static func requiring(_ value: String, _ environment: [String: String]) -> [String: String] {
        environment.merging(["SSH_ASKPASS_REQUIRE": value]) { $1 }
    }

    @Test(
        arguments: [
            ([:], true, .terminal),
            ([:], false, .nobody(.nobodyToAsk)),
            (display, true, .terminal),
            (display, false, .askpass(program: "/bin/ask")),
            (wayland, false, .askpass(program: "/bin/ask")),
            (program, false, .nobody(.nobodyToAsk)),
            (requiring("prefer", display), true, .askpass(program: "/bin/ask")),
            (requiring("prefer", program), true, .terminal),
            (requiring("force", program), true, .askpass(program: "/bin/ask")),
            (requiring("FORCE", program), false, .askpass(program: "/bin/ask")),
            (requiring("never", display), false, .nobody(.nobodyToAsk)),
            (requiring("force", [:]), true, .terminal),
        ] as [([String: String], Bool, PassphraseChoice)])
    func whoIsAskedIsDecidedAsSSHDoes(environment: [String: String], hasTerminal: Bool, choice: PassphraseChoice) {
        #expect(PassphraseChoice.make(environment: environment, hasTerminal: hasTerminal, isBatch: false) == choice)
        #expect(
            PassphraseChoice.make(environment: environment, hasTerminal: hasTerminal, isBatch: true) == .nobody(.batch))
    }
}

@Suite struct AskpassTests {
    private func request() throws -> PassphraseRequest {
        let line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
        return PassphraseRequest(path: "/k", key: try PublicKeyBlob(line: line), attempt: 1)
    }

    private func answer(_ script: String) async throws -> String {
        try await TestFolder.with { folder in
            try folder.write("ask", "#!/bin/sh\n\(script)\n", mode: 0o700)
            let secret = try await AskpassPassphrase(program: folder("ask")).passphrase(for: try request())
            return secret.withBytes { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test func theFirstLineIsTheAnswer() async throws {
        #expect(try await answer("echo 'pass phrase'; echo more") == "pass phrase")
    }

    @Test func theQuestionIsTheOnlyArgument() async throws {
        #expect(try await answer("echo \"$#$1\"") == "1passphrase for key /k: ")
    }

    @Test func aProgramThatFailsMeansNo() async throws {
        await #expect(throws: PassphraseError.declined) { try await answer("echo secret; exit 1") }
    }

    @Test func endlessOutputMeansNo() async throws {
        await #expect(throws: PassphraseError.declined) {
            try await answer("while :; do echo xxxxxxxx; done | tr -d '\\n'")
        }
    }

    @Test func aProgramThatIsMissingIsSaid() async throws {
        let source = AskpassPassphrase(program: "/nonexistent/ask")
        await #expect(
            throws: PassphraseError.askpassFailed(program: "/nonexistent/ask", reason: "No such file or directory")
        ) { try await source.passphrase(for: try request()) }
    }

    @Test func aCancelledQuestionEndsTheProgram() async throws {
        try await TestFolder.with { folder in
            try folder.write("ask", "#!/bin/sh\nexec sleep 3600\n", mode: 0o700)
            let source = AskpassPassphrase(program: folder("ask"))
            let request = try request()
            let task = Task { try await source.passphrase(for: request) }
            task.cancel()
            await #expect(throws: PassphraseError.cancelled) { try await task.value }
        }
    }
}

/// A terminal of the test's own, on which the test is the one who types.
@Suite(.serialized) struct TerminalPassphraseTests {
    private final class Terminal {
        let keyboard: Int32
        let path: String
        /// Held open, so that the terminal stays when a question has been closed.
        private let held: Int32

        init() throws {
            keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
            #if canImport(Darwin)
                guard keyboard >= 0, grantpt(keyboard) == 0, unlockpt(keyboard) == 0, let name = ptsname(keyboard)
                else {
                    throw TestFolder.Failed(description: "no pseudo terminal")
                }
                path = String(cString: name)
            #else
                // TIOCSPTLCK and TIOCGPTN: Glibc hides the functions from Swift, which make these two calls.
                var locked: Int32 = 0
                var number: UInt32 = 0
                guard keyboard >= 0, ioctl(keyboard, 0x4004_5431, &locked) == 0,
                    ioctl(keyboard, 0x8004_5430, &number) == 0
                else { throw TestFolder.Failed(description: "no pseudo terminal") }
                path = "/dev/pts/\(number)"
            #endif
            held = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        }

        deinit {
            close(held)
            close(keyboard)
        }

        var echoes: Bool {
            var state = termios()
            tcgetattr(held, &state)
            return state.c_lflag & tcflag_t(ECHO) != 0
        }

        func type(_ text: String) {
            _ = text.withCString { write(keyboard, $0, strlen($0)) }
        }

        /// What the terminal shows, up to and with a text; less where it does not come. Waits on a thread of NIO's,
        /// because the question needs the ones that Swift's tasks run on.
        func shown(until text: String) async throws -> String {
            let keyboard = keyboard
            return try await NIOThreadPool.singleton.runIfActive {
                var shown: [UInt8] = []
                var byte: UInt8 = 0
                while !String(decoding: shown, as: UTF8.self).hasSuffix(text) {
                    var waited = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
                    guard poll(&waited, 1, 300_000) == 1, read(keyboard, &byte, 1) == 1 else { break }
                    shown.append(byte)
                }
                return String(decoding: shown, as: UTF8.self)
            }
        }
    }

    private func request() throws -> PassphraseRequest {
        let line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
        return PassphraseRequest(path: "/k", key: try PublicKeyBlob(line: line), attempt: 1)
    }

    @Test func whatIsTypedIsTakenAndNotShown() async throws {
        let terminal = try Terminal()
        let source = TerminalPassphrase(path: terminal.path)
        let request = try request()
        let task = Task { try await source.passphrase(for: request) }
        #expect(try await terminal.shown(until: "/k: ") == "passphrase for key /k: ")
        #expect(!terminal.echoes)
        terminal.type("secret\n")
        let secret = try await task.value
        #expect(secret.withBytes { String(decoding: $0, as: UTF8.self) } == "secret")
        #expect(terminal.echoes)
        #expect(try await terminal.shown(until: "\r\n") == "\r\n")
    }

    @Test func theEndOfInputMeansNo() async throws {
        let terminal = try Terminal()
        let source = TerminalPassphrase(path: terminal.path)
        let request = try request()
        let task = Task { try await source.passphrase(for: request) }
        _ = try await terminal.shown(until: "/k: ")
        terminal.type("\u{4}")
        await #expect(throws: PassphraseError.declined) { try await task.value }
        #expect(terminal.echoes)
    }

    @Test func aCancelledQuestionLeavesTheTerminalAsItWas() async throws {
        let terminal = try Terminal()
        let source = TerminalPassphrase(path: terminal.path)
        let request = try request()
        let task = Task { try await source.passphrase(for: request) }
        _ = try await terminal.shown(until: "/k: ")
        task.cancel()
        await #expect(throws: PassphraseError.cancelled) { try await task.value }
        #expect(terminal.echoes)
    }

    @Test func aSignalLeavesTheTerminalAsItWas() async throws {
        // Ignored for the test's sake, because it is raised again afterwards, which would end the process.
        let before = signal(SIGQUIT, SIG_IGN)
        defer { _ = signal(SIGQUIT, before) }
        let terminal = try Terminal()
        let source = TerminalPassphrase(path: terminal.path)
        let request = try request()
        let task = Task { try await source.passphrase(for: request) }
        _ = try await terminal.shown(until: "/k: ")
        kill(getpid(), SIGQUIT)
        await #expect(throws: PassphraseError.cancelled) { try await task.value }
        #expect(terminal.echoes)
    }

    @Test func whereThereIsNoTerminalItIsSaid() async throws {
        let source = TerminalPassphrase(path: "/nonexistent/tty")
        #expect(!TerminalPassphrase.isAvailable(path: "/nonexistent/tty"))
        await #expect(throws: PassphraseError.terminalFailed(reason: "No such file or directory")) {
            try await source.passphrase(for: try request())
        }
    }
}
