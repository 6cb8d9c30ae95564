import AuthorizedKeys
import Testing

@testable import Fleet
@testable import LevelsLab

@Suite("Scripts for hosts")
struct HostScriptTests {
    static let scripts: [HostScript] = [
        .survey, .change, .settle, .visit, .sessions, .endSessions, .crossings, .names, .guarding, .policy,
    ]
    static let shells: [[String]] = [["dash"], ["bash", "--posix"], ["busybox", "sh"]]
    static let loginShells = ["dash", "bash", "zsh", "fish", "tcsh", "busybox sh"]

    /// What csh, fish and the others would make something else of between single quotes.
    @Test(arguments: scripts)
    func areWhatEveryLoginShellHandsOn(_ script: HostScript) {
        let text = Array(script.text.utf8)
        #expect(text.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "'") })
        for (byte, next) in zip(text, text.dropFirst()) {
            if byte == UInt8(ascii: "!") { #expect(next == 0x20 || next == UInt8(ascii: "=")) }
            if byte == UInt8(ascii: "\\") { #expect(next == UInt8(ascii: "n")) }
        }
        #expect(text.count < 16384)
    }

    @Test(arguments: scripts, shells)
    func areReadByEveryShell(_ script: HostScript, _ shell: [String]) async throws {
        let program = try #require(Programs.search(shell[0]), "apt-get install \(shell[0])")
        try await Command.run([program] + shell.dropFirst() + ["-n", "-c", script.text])
    }

    @Test(.enabled(if: StagedHost.isPossible, StagedHost.why), arguments: loginShells)
    func arriveThroughALoginShell(_ login: String) async throws {
        let words = login.split(separator: " ").map(String.init)
        let program = try #require(Programs.search(words[0]), "apt-get install \(words[0])")
        try await StagedHost.with { host in
            let request = try #require(SurveyRequest(users: ["app"]))
            let result = try await host(
                [program] + words.dropFirst() + ["-c", HostScript.survey.command(sudo: false)], input: request.input,
                environment: ["SSH_CONNECTION": "192.0.2.9 50000 192.0.2.1 22"])
            let machine = try SurveyReader.read(result.output, to: request)
            #expect(machine.clientAddress == "192.0.2.9")
            #expect(machine.account("app")?.home == "/home/app")
        }
    }

    /// One command is asked, changes and settles; what it is told comes over one stdin.
    @Test(.enabled(if: StagedHost.isPossible, StagedHost.why), arguments: loginShells)
    func aVisitGoesThroughALoginShell(_ login: String) async throws {
        let words = login.split(separator: " ").map(String.init)
        let program = try #require(Programs.search(words[0]), "apt-get install \(words[0])")
        try await StagedHost.with { host in
            try await host.write(StagedHost.old, to: StagedHost.keysFile)
            let survey = try #require(SurveyRequest(users: ["app"]))
            let change = try StagedHost.request()
            let input = survey.input + HostScript.more + change.input + SettleRequest(.confirm, change.token).input
            let result = try await host(
                [program] + words.dropFirst() + ["-c", HostScript.visit.command(sudo: false)], input: input,
                environment: ["SSH_CONNECTION": "192.0.2.9 50000 192.0.2.1 22"])
            let answers = result.text.split(separator: "levels-ssh 1\n").map { Array("levels-ssh 1\n\($0)".utf8) }
            try #require(answers.count == 3, "\(result.text) \(result.errors)")
            let measured = try SurveyReader.read(answers[0], to: survey)
            #expect(measured.account("app")?.mainFile?.kind == .regular(StagedHost.old))
            #expect(try ChangeAnswer.read(answers[1], to: change) == .changed)
            #expect(try SettleAnswer.read(answers[2]) == .confirmed)
            #expect(try await host.read(StagedHost.keysFile) == StagedHost.new)
            try await host.expectTidy()
            // Whoever hangs up behind the survey has asked for no change.
            let asked = try await host(["/bin/sh", "-c", HostScript.visit.command(sudo: false)], input: survey.input)
            #expect(asked.exit == 0 && asked.text.hasSuffix("\nend\n"))
        }
    }

    @Test func runsAsRootWhereItIsTold() {
        #expect(HostScript.survey.command(sudo: true).hasPrefix("exec sudo -n /bin/sh -c '"))
        #expect(HostScript.survey.command(sudo: false).hasSuffix("' levels-ssh \"$SSH_CONNECTION\""))
    }
}
