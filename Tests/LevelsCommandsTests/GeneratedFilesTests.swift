import Foundation
import Inventory
import Testing

@testable import LevelsCommands

/// What is committed is what the program says; `make generate` writes it anew.
@Suite struct GeneratedFilesTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func committed(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    }

    static let scripts: [(CompletionsPrint.Shell, String)] = [
        (.bash, "completions/levels-ssh.bash"), (.zsh, "completions/_levels-ssh"),
        (.fish, "completions/levels-ssh.fish"),
    ]

    @Test(arguments: scripts) func completionsAreCommitted(_ shell: CompletionsPrint.Shell, _ path: String) throws {
        #expect(try committed(path) == CompletionsPrint.script(shell))
    }

    @Test func manualPagesAreCommitted() throws {
        let names = try ManualPage.all(date: "").map(\.name)
        #expect(
            names == [
                "levels-ssh-db", "levels-ssh-shell", "levels-ssh-exec", "levels-ssh-copy", "levels-ssh-forward",
                "levels-ssh-proxy", "levels-ssh-ssh-config", "levels-ssh-session", "levels-ssh-open-db",
                "levels-ssh-list",
                "levels-ssh-close", "levels-ssh-logs", "levels-ssh-plan", "levels-ssh-apply", "levels-ssh-verify",
                "levels-ssh-owed",
                "levels-ssh-audit", "levels-ssh-onboard", "levels-ssh-offboard", "levels-ssh-people",
                "levels-ssh-keys-check", "levels-ssh-keys-render", "levels-ssh-whitelist-list",
                "levels-ssh-whitelist-add", "levels-ssh-whitelist-remove", "levels-ssh-whitelist-check",
                "levels-ssh-log-list", "levels-ssh-log-verify",
                "levels-ssh-config-check", "levels-ssh-doctor", "levels-ssh-completions",
            ])
        for name in names {
            let page = try committed("man/\(name).1")
            // The date is the one that they were written with.
            let title = try #require(page.split(separator: "\n").first { $0.hasPrefix(".TH ") })
            let date = String(title.split(separator: " ")[3])
            let made = try #require(try ManualPage.all(date: date).first { $0.name == name })
            #expect(page == made.roff)
        }
    }

    @Test func thePageOfTheLoginPolicyIsCommittedAndHasEveryRule() throws {
        let page = try committed("man/levels-policy.7")
        let title = try #require(page.split(separator: "\n").first { $0.hasPrefix(".TH ") })
        #expect(page == PolicyPage(date: String(title.split(separator: " ")[3])).roff)
        for directive in PolicyDirective.allCases { #expect(page.contains("\n\\fB\(directive.rawValue)\\fR")) }
    }

    @Test func theHandWrittenPageKnowsEveryCommandAndThisVersion() throws {
        let page = try committed("man/levels-ssh.1")
        for name in try ManualPage.all(date: "").map(\.name) {
            #expect(page.contains(".BR \(name.replacing("-", with: "\\-")) (1)"))
        }
        #expect(page.contains("\"levels-ssh \(LevelsSSH.version)\""))
    }

    @Test(
        .enabled(if: TestProgram.isInstalled("groff"), "groff is not installed"),
        arguments: [
            "levels-ssh.1", "levels-ssh-db.1", "levels-ssh-shell.1", "levels-ssh-exec.1", "levels-ssh-copy.1",
            "levels-ssh-forward.1", "levels-ssh-proxy.1", "levels-ssh-ssh-config.1", "levels-ssh-session.1",
            "levels-ssh-open-db.1",
            "levels-ssh-list.1", "levels-ssh-close.1", "levels-ssh-logs.1", "levels-ssh-plan.1",
            "levels-ssh-apply.1",
            "levels-ssh-verify.1",
            "levels-ssh-owed.1", "levels-ssh-audit.1", "levels-ssh-people.1", "levels-ssh-keys-check.1",
            "levels-ssh-keys-render.1", "levels-ssh-config-check.1", "levels-ssh-whitelist-list.1",
            "levels-ssh-whitelist-add.1", "levels-ssh-whitelist-remove.1", "levels-ssh-whitelist-check.1",
            "levels-ssh-log-list.1", "levels-ssh-log-verify.1", "levels-ssh-doctor.1", "levels-ssh-completions.1",
            "levels-keys.5", "levels-policy.7",
        ])
    func manualPagesAreGoodRoff(_ name: String) async throws {
        let path = Self.root.appendingPathComponent("man/\(name)").path
        let complaints = try await TestProgram.output(
            "sh", ["-c", "groff -ww -b -man -Tutf8 \"$0\" 2>&1 >/dev/null", path], inheriting: nil)
        #expect(complaints == "")
    }

    @Test(arguments: [
        (["---completion", "db", "--", "--env", "3", "0", "levels-ssh", "db", "--env", ""], "dev\nprod\n"),
        (
            [
                "---completion", "db", "--", "--database", "5", "0", "levels-ssh", "db", "--env", "dev", "--database",
                "",
            ],
            "main\npg\nplain\n"
        ),
        (
            ["---completion", "db", "--", "--database", "4", "0", "levels-ssh", "db", "--env=qa", "--database", ""],
            "\n"
        ),
    ])
    func namesAreCompletedFromTheInventory(_ arguments: [String], _ names: String) async throws {
        let result = try await DirectCommand.run(arguments)
        #expect(result.output == names)
    }
}
