import AuthorizedKeys
import Testing

@testable import Fleet
@testable import LevelsLab

@Suite("A survey of sshd's configuration", .enabled(if: StagedHost.isPossible, StagedHost.why))
struct PolicySurveyTests {
    @Test(arguments: HostScriptTests.shells)
    func tellsWhatHoldsForWhomAndWhichLineSaysSo(_ shell: [String]) async throws {
        let config = """
            Include /etc/ssh/sshd_config.d/*.conf
            PasswordAuthentication no
            Match Address 10.0.0.0/8 User app
              PasswordAuthentication yes
              ForceCommand echo setting X Y
            """
        try await StagedHost.with(config: config) { host in
            try await host.sh(
                """
                mkdir /etc/ssh/sshd_config.d
                printf 'Banner none\\nPermitRootLogin yes\\n' > '/etc/ssh/sshd_config.d/10 odd:3 setting.conf'
                printf 'Match User ops\\nPermitRootLogin no\\nMaxAuthTries 3' > /etc/ssh/sshd_config.d/20-more.conf
                """)
            let policy = try await host.policy(["app", "ops"], ["10.1.2.3", "2001:db8::1"], shell: shell)
            #expect(policy.isRoot && policy.silence == nil)
            #expect(
                policy.cases.map(\.address) == [
                    "192.0.2.9", "192.0.2.9", "10.1.2.3", "10.1.2.3", "2001:db8::1", "2001:db8::1",
                ])
            #expect(
                policy.values("passwordauthentication", of: "app") == ["no", "yes", "no"]
                    && policy.values("passwordauthentication", of: "ops") == ["no", "no", "no"])
            #expect(policy.values("maxauthtries", of: "ops") == ["3", "3", "3"])
            let app = try #require(policy.cases.first { $0.user == "app" && $0.address == "10.1.2.3" })
            let main = RawText(Array("/etc/ssh/sshd_config".utf8))
            #expect(app.places["passwordauthentication"] == .file(main, line: 5))
            #expect(app.places["forcecommand"] == .file(main, line: 6))
            #expect(app.places["permitrootlogin"] == .file("/etc/ssh/sshd_config.d/10 odd:3 setting.conf", line: 2))
            #expect(app.places["maxauthtries"] == nil)
            let ops = try #require(policy.cases.first { $0.user == "ops" })
            #expect(ops.places["permitrootlogin"] == .file("/etc/ssh/sshd_config.d/20-more.conf", line: 2))
            #expect(ops.places["passwordauthentication"] == .file(main, line: 3))
            #expect(
                policy.order.prefix(3) == [
                    .setting(main, line: 1), .include("/etc/ssh/sshd_config.d/*.conf"),
                    .file("/etc/ssh/sshd_config.d/10 odd:3 setting.conf"),
                ])
            #expect(policy.main?.folder == "/etc/ssh" && policy.main?.dropIn == .absent(hasFolder: true))
            #expect(policy.main?.bytes?.isEmpty == false && policy.main?.status?.owner == 0)
            #expect(
                policy.files.map(\.kind) == [.config, .config, .config, .privateHostKey, .publicHostKey]
                    && policy.files[3].status.modeText == "600")
        }
    }

    @Test func asksOnceWhereNothingIsMatched() async throws {
        try await StagedHost.with(config: "LogLevel VERBOSE") { host in
            let policy = try await host.policy(["app", "ops", "root"], ["10.1.2.3"])
            #expect(policy.cases.count == 6 && Set(policy.cases.map(\.settings)).count == 1)
            #expect(policy.main?.dropIn == .absent(hasFolder: false))
        }
    }

    @Test func tellsAnArgumentFromAFile() async throws {
        try await StagedHost.withDoor(arguments: "-o PermitRootLogin=yes") { host in
            let policy = try await host.policy(["app"], [])
            #expect(policy.cases.first?.places["permitrootlogin"] == .commandLine)
            #expect(policy.values("permitrootlogin", of: "app") == ["yes"])
        }
    }

    @Test func tellsWhatIsInThePlaceOfTheFiles() async throws {
        try await StagedHost.with { host in
            try await host.sh(
                "cd /etc/ssh; mv sshd_config real; ln -s real sshd_config; mkdir sshd_config.d; ln -s x sshd_config.d/00-levels.conf"
            )
            let linked = try await host.policy(["app"], [])
            #expect(linked.main?.bytes == nil && linked.main?.dropIn == .odd && linked.cases.count == 1)
            try await host.sh(
                "cd /etc/ssh; rm sshd_config; mv real sshd_config; rm -r sshd_config.d; ln -s /etc sshd_config.d")
            let elsewhere = try await host.policy(["app"], [])
            #expect(elsewhere.main?.dropIn == .odd)
            try await host.sh(
                "cd /etc/ssh; rm sshd_config.d; mkdir sshd_config.d; echo '# ours' > sshd_config.d/00-levels.conf")
            let own = try await host.policy(["app"], [])
            #expect(own.main?.dropIn == .regular(Array("# ours\n".utf8)))
            try await host.sh("echo NoSuchThing >> /etc/ssh/sshd_config")
            let broken = try await host.policy(["app"], [])
            #expect(broken.cases.isEmpty && broken.silence?.escaped(limit: 200).contains("NoSuchThing") == true)
        }
    }

    @Test func saysLittleWithoutRoot() async throws {
        try await StagedHost.with { host in
            let request = try #require(PolicyRequest(users: ["app"], addresses: []))
            let result = try await host(
                [
                    "setpriv", "--reuid=64001", "--regid=64001", "--clear-groups", "/bin/sh", "-c",
                    HostScript.policy.text,
                ], input: request.input, environment: ["HOME": "/home/app"])
            let policy = try PolicyReader.read(result.output, to: request)
            #expect(!policy.isRoot && policy.cases.isEmpty && policy.silence != nil)
        }
    }
}

extension StagedHost {
    func policy(
        _ users: [String], _ addresses: [String], shell: [String] = ["/bin/sh"]
    ) async throws -> MeasuredPolicy {
        let request = try #require(PolicyRequest(users: users, addresses: addresses))
        let result = try await run(.policy, request.input, shell: shell)
        do {
            return try PolicyReader.read(result.output, to: request)
        } catch {
            Issue.record("\(error.message): \(result.text.suffix(300)) \(result.errors) \(result.exit)")
            throw error
        }
    }
}

extension MeasuredPolicy {
    func values(_ word: String, of user: String) -> [String] {
        cases.filter { $0.user == user }.map { $0.settings.values[word]?.first ?? "" }
    }
}
