import Testing

@testable import LevelsCommands

/// Mistakes on the command line: exit code 64, and what to type instead.
@Suite struct CommandLineTests {
    @Test(arguments: [
        (["bogus"], "unexpected argument 'bogus'"),
        (["help", "bogus"], "there is no command 'bogus'"),
        (["help", "log", "bogus"], "there is no command 'bogus'"),
        (["log", "--env", "qa"], "there is no environment qa in levels.yaml"),
        (["db", "--env", "dev", "--port", "1", "--socket"], "--port and --socket exclude each other"),
        (["db", "--env", "dev", "--port", "65536"], "--port is between 1 and 65535"),
        (["db", "--env", "dev", "--for", "30"], "write hours, minutes and seconds as in 90s, 30m, 2h or 1h30m"),
        (["db", "--env", "dev", "--check", "--", "psql"], "--check runs no client"),
        (["db", "--env", "dev", "--database-url"], "--database-url needs a client after --"),
        (["db", "--env", "dev", "--reader", "--writer"], "--writer"),
        (["db"], "no environment is named"),
        (["db", "--env", "qa"], "there is no environment qa in levels.yaml"),
        (["db", "--env", "dev", "--database", "x"], "there is no database x in environment dev"),
        (["db", "--env", "dev", "--reader"], "database main of dev has no reader"),
        (["db", "--env", "prod"], "environment prod is protected: a reason is required"),
        (["db", "--env", "prod", "--reason", "  "], "environment prod is protected: a reason is required"),
        (["completions", "tcsh"], "tcsh"),
        (["keys", "render", "--env", "dev"], "--role"),
        (["keys", "render", "--env", "dev", "--role", "server"], "server"),
        (["keys", "render", "--env", "dev", "--role", "bastion", "--host", "h"], "--host goes with --role host"),
    ])
    func aMistakeIsToldWithAHint(_ arguments: [String], _ message: String) async throws {
        let result = try await DirectCommand.run(arguments)
        #expect(result.outcome == .exited(64))
        #expect(result.output == "")
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("levels-ssh: error: ") == true && lines.first?.contains(message) == true)
        #expect(lines.last?.hasPrefix("levels-ssh: hint: ") == true)
    }

    @Test(arguments: [
        ["onboard", "x", "--format", "json"], ["log", "verify", "--holds", "3:abc", "--format=json"],
        ["plan", "--format", "json", "--bogus"],
    ])
    func aMistakeIsAnEventWhereJSONIsAskedFor(_ arguments: [String]) async throws {
        let result = try await DirectCommand.run(arguments)
        #expect(result.outcome == .exited(64))
        let lines = result.errors.split(separator: "\n")
        let cause = try #require(lines.first?.split(separator: "error: ", maxSplits: 1).last)
        #expect(result.output.hasPrefix(#"{"event":"failed","cause":"\#(cause.replacing("\"", with: "\\\""))","#))
        #expect(result.output.hasSuffix(#""exit":64}"# + "\n"))
    }

    @Test func whatAClientIsToldIsNoWishOfOurs() async throws {
        let result = try await DirectCommand.run(["db", "--bogus", "--", "client", "--format", "json"])
        #expect(result.output == "")
    }

    @Test func helpIsOfTheCommandThatIsNamed() async throws {
        let result = try await DirectCommand.run(["help", "log", "verify"])
        #expect(result.outcome == .exited(0))
        #expect(result.output.contains("USAGE: levels-ssh log verify"))
    }

    @Test func theEnvironmentMayComeFromTheEnvironment() async throws {
        let result = try await DirectCommand.run(["db", "--check"], environment: ["LEVELS_ENV": "dev"])
        #expect(result.outcome == .exited(0))
        #expect(result.output == "")
    }

    @Test func aReasonOpensAProtectedEnvironment() async throws {
        let result = try await DirectCommand.run(["db", "--env", "prod", "--reason", "ticket 7", "--check"])
        #expect(result.outcome == .exited(0))
    }

    @Test func theVersionIsData() async throws {
        let result = try await DirectCommand.run(["--version"])
        #expect(result.output == "levels-ssh \(LevelsSSH.version)\n")
        #expect(result.errors == "")
    }

    @Test func aCheckedFileIsSummedUp() async throws {
        let text = try await DirectCommand.run(["config", "check", "--config", "x.yaml"])
        #expect(text.output == "x.yaml: 2 environments, 6 databases: all well\n")
        let json = try await DirectCommand.run(["config", "check", "--format", "json"])
        #expect(
            json.output == #"{"event":"checked","file":"levels.yaml","environments":2,"databases":6,"notes":[]}"# + "\n"
        )
    }

    @Test func everyBrokenRuleIsALineOrAnObject() async throws {
        let missing = "levels.yaml:3:5: vpcs.one: user is missing"
        let rule = "is no key here; there are cidr, whitelist, bastions, user, admin, knownHosts, foreign, exceptions"
        let unknown = #"levels.yaml:6:5: vpcs.one.usr: value "usr": \#(rule); did you mean "user"?"#
        let text = try await DirectCommand.run(["config", "check", "--config", "bad.yaml"])
        #expect(text.outcome == .exited(78))
        #expect(text.output == "")
        #expect(
            text.errors
                == "levels-ssh: error: \(missing)\nlevels-ssh: error: \(unknown)\nlevels-ssh: hint: mend these\n")
        let json = try await DirectCommand.run(["config", "check", "--config", "bad.yaml", "--format", "json"])
        let first = #"{"file":"levels.yaml","line":3,"column":5,"path":"vpcs.one","rule":"user is missing"}"#
        let second =
            #"{"file":"levels.yaml","line":6,"column":5,"path":"vpcs.one.usr","value":"\"usr\"","#
            + #""rule":"\#(rule)","suggestion":"user"}"#
        #expect(
            json.output == #"{"event":"failed","cause":"2 rules are broken","findings":[\#(first),\#(second)],"#
                + #""hint":"mend these","exit":78}"# + "\n")
    }

    @Test func aNoteIsNoError() async throws {
        let result = try await DirectCommand.run(["config", "check", "--config", "noted.yaml"])
        #expect(result.outcome == .exited(0))
        #expect(result.errors.hasPrefix("levels-ssh: note: levels.yaml:4:"))
    }
}
