import Testing

@testable import LevelsLab
@testable import Remote

/// What a login shell makes of what we send it, shell by shell: sshd hands it over with -c.
@Suite struct RemoteCommandLineTests {
    static let words = [
        "", " ", "a b", "it's", "'", "''", "\"", "\\", "\\\\", "a\\'b", "$HOME", "`id`", "$(id)", "*", "~", "~root",
        "!", "!!",
        "a!b", "-n", "--", "=x", "%", "#", "{a,b}", "[a]", "a;b", "a&b", "a|b", "<>", "(", "\t", "ü", "\u{1b}[0m", "^",
        "?",
    ]

    static let shells = ["sh", "bash", "dash", "zsh", "ksh", "fish", "tcsh", "busybox"]
        .filter { Programs.search($0) != nil }

    @Test("every shell takes the line apart into the same words", arguments: shells)
    func same(_ shell: String) async throws {
        let line = RemoteCommandLine(["/usr/bin/printf", "[%s]\\n"] + Self.words)
        let path = try #require(Programs.search(shell))
        let program = shell == "busybox" ? [path, "sh"] : [path]
        let result = try await Command.run(program + ["-c", String(decoding: line.bytes, as: UTF8.self)])
        #expect(result == Self.words.map { "[\($0)]\n" }.joined())
    }
}
