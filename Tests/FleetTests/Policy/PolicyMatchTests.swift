import AuthorizedKeys
import Foundation
import Inventory
import Testing

@testable import Fleet
@testable import LevelsLab

/// Our file against others, by what the real sshd says it would go by.
@Suite("The login policy among foreign Match blocks", .enabled(if: StagedHost.isPossible, StagedHost.why))
struct PolicyMatchTests {
    /// The one that is installed; and those that are named in the environment, by their paths, with colons between.
    static let servers =
        ["/usr/sbin/sshd"]
        + (ProcessInfo.processInfo.environment["LEVELS_SSHD"] ?? "").split(separator: ":").map { String($0) }

    private static let blocks = SSHDVersion(8, 4)
    private static let revoked = "/var/lib/levels-ssh/revoked_keys"
    private static let folder = "/etc/ssh/sshd_config.d/"
    private static let addresses = ["192.0.2.9", "10.1.2.3", "2001:db8::9"]

    private static func exception(
        _ directive: PolicyDirective, _ value: String, user: String? = nil
    ) throws -> PolicyException {
        PolicyException(
            directive: directive, value: value, reason: "r", owner: "o", until: try ExpiryDay("2099-12-31"),
            user: user)
    }

    /// A host whose sshd reads our file, then hostile ones, and then hostile lines of its main file.
    private static func with(
        _ role: PolicyRole, _ server: String, hostile: String, main: String = "",
        exceptions: [PolicyException] = [], _ body: @Sendable (StagedHost, SSHDVersion) async throws -> Void
    ) async throws {
        let config = "Include /etc/ssh/sshd_config.d/*.conf\n"
        try await StagedHost.with(config: config, setup: "mkdir -p /etc/ssh/sshd_config.d /var/lib/levels-ssh") {
            host in
            let version = try await version(host, server)
            try await host.write([], to: revoked, owner: 0, mode: "644")
            try await host.write(Array(known(hostile, version).utf8), to: folder + "50-hostile.conf", owner: 0)
            let more = Array(known("\n" + main, version).utf8)
            #expect(try await host(["tee", "-a", "/etc/ssh/sshd_config"], input: more).exit == 0)
            let before = try await cases(host, server)
            let dropIn = PolicyDropIn(
                role: role, version: version, revokedKeys: revoked, cases: before, exceptions: exceptions)
            try await host.write(Array(dropIn.text.utf8), to: folder + PolicyDropIn.name, owner: 0)
            try await body(host, version)
            // What is in force is what is wanted: nothing is left to be written.
            let after = PolicyDropIn(
                role: role, version: version, revokedKeys: revoked, cases: try await cases(host, server),
                exceptions: exceptions)
            #expect(after.text == dropIn.text)
        }
    }

    /// 8.2 knows no `-V`, and says which it is all the same.
    private static func version(_ host: StagedHost, _ server: String) async throws -> SSHDVersion {
        try #require(SSHDVersion(greeting: try await host.sh("\(server) -V 2>&1 || true")))
    }

    /// Without the lines of directives that came later.
    private static func known(_ text: String, _ version: SSHDVersion) -> String {
        text.split(separator: "\n").filter { line in
            let word = line.split(separator: " ").first.map { String($0) } ?? ""
            return PolicyDirective(rawValue: word).map { directive in
                directive.since <= version && (!line.hasPrefix(" ") || directive.inMatch.map { $0 <= version } ?? false)
            } ?? true
        }.joined(separator: "\n") + "\n"
    }

    private static func cases(_ host: StagedHost, _ server: String) async throws -> [PolicyCase] {
        var cases: [PolicyCase] = []
        for user in ["app", "ops", "root"] {
            for address in addresses {
                let said = try await host.sh(
                    "\(server) -t && \(server) -T -C user=\(user),host=\(address),addr=\(address)")
                let settings = try #require(EffectiveSettings(Array(said.utf8)))
                cases.append(PolicyCase(user: user, address: address, settings: settings, places: [:]))
            }
        }
        return cases
    }

    private static func judge(
        _ host: StagedHost, _ server: String, _ role: PolicyRole, _ version: SSHDVersion,
        _ exceptions: [PolicyException] = []
    ) async throws -> PolicyJudgement {
        let measured = MeasuredPolicy(
            isRoot: true, cases: try await cases(host, server), files: [], main: nil, order: [])
        return PolicyJudgement(measured, role: role, version: version, exceptions: (exceptions, []), at: 0)
    }

    /// Each rule that sshd takes in a block, broken in a block for somebody, a block for a network and one for everybody.
    private static let hostile = """
        PasswordAuthentication yes
        Match User app
            PasswordAuthentication yes
            KbdInteractiveAuthentication yes
            PermitEmptyPasswords yes
            HostbasedAuthentication yes
            IgnoreRhosts no
            GSSAPIAuthentication yes
            MaxAuthTries 9
            MaxSessions 99
            ClientAliveInterval 0
            ClientAliveCountMax 0
            LogLevel QUIET
            ChannelTimeout direct-tcpip=1m
            UnusedConnectionTimeout 10
            RequiredRSASize 1024
        Match Address 10.0.0.0/8
            PermitRootLogin yes
            AllowTcpForwarding yes
            DisableForwarding yes
            PermitListen any
            PermitOpen any
            GatewayPorts clientspecified
            AllowStreamLocalForwarding yes
            AllowAgentForwarding yes
            X11Forwarding yes
            X11UseLocalhost no
            PermitTunnel yes
        Match all
            PasswordAuthentication yes
            RevokedKeys none
            AuthenticationMethods password
            AuthorizedKeysFile .ssh/authorized_keys /etc/ssh/more/%u
            AuthorizedKeysCommand /usr/bin/true
            AuthorizedKeysCommandUser nobody
            TrustedUserCAKeys /etc/ssh/ca
            AuthorizedPrincipalsFile /etc/ssh/principals
            PermitUserRC yes
        """

    @Test(arguments: PolicyRole.allCases, servers)
    func isKeptWhateverTheyAskFor(_ role: PolicyRole, _ server: String) async throws {
        try await Self.with(role, server, hostile: Self.hostile, main: "UsePAM yes\n" + Self.hostile) { host, version in
            let judgement = try await Self.judge(host, server, role, version)
            // No block of an included file is met there: what the main file's blocks say is in force, and is told.
            guard version >= Self.blocks else {
                #expect(judgement.broken.contains { $0.rule.subject == .passwordAuthentication })
                return
            }
            #expect(judgement.differences == [])
            #expect(judgement.broken.map(\.rule.directive) == ["Banner", "AllowUsers"])
        }
    }

    /// Lists grow with every block that is met, so what another block adds is told, with its name, and not denied.
    @Test(arguments: servers) func whatABlockAddsToAListIsTold(_ server: String) async throws {
        let hostile = "AcceptEnv LD_AUDIT\nMatch User app\n    AcceptEnv LD_PRELOAD\n"
        try await Self.with(.host, server, hostile: hostile, main: "AcceptEnv LD_LIBRARY_PATH\n") {
            host, version in
            guard version >= Self.blocks else { return }
            let judgement = try await Self.judge(host, server, .host, version)
            #expect(judgement.differences.count == 1)
            let line = try #require(judgement.differences.first)
            #expect(
                line.hasPrefix("AcceptEnv is LANG LC_* LD_PRELOAD for app (sshd's default), and must be nothing but"))
        }
    }

    /// Ours is the first block of several that are met, and for one account what is excepted for it comes before.
    @Test(arguments: servers) func whatIsExceptedIsWrittenAndNotFoughtOver(_ server: String) async throws {
        let exceptions = [
            try Self.exception(.maxSessions, "40"), try Self.exception(.passwordAuthentication, "yes", user: "ops"),
            try Self.exception(.maxAuthTries, "5"), try Self.exception(.maxAuthTries, "8", user: "ops"),
            try Self.exception(.logLevel, "DEBUG1", user: "ops"), try Self.exception(.maxStartups, "50:30:100"),
        ]
        try await Self.with(.bastion, server, hostile: Self.hostile, exceptions: exceptions) { host, version in
            guard version >= Self.blocks else { return }
            let all = try await Self.cases(host, server)
            func value(_ word: String, _ user: String) -> Set<String?> {
                Set(all.filter { $0.user == user }.map { $0.settings.value([word]) })
            }
            #expect(value("maxsessions", "app") == ["40"] && value("maxsessions", "ops") == ["40"])
            #expect(value("passwordauthentication", "app") == ["no"])
            #expect(value("passwordauthentication", "ops") == ["yes"])
            #expect(value("maxauthtries", "app") == ["5"] && value("maxauthtries", "ops") == ["8"])
            #expect(value("loglevel", "root") == ["VERBOSE"] && value("loglevel", "ops") == ["DEBUG"])
            #expect(value("maxstartups", "app") == ["50:30:100"])
            let judgement = try await Self.judge(host, server, .bastion, version, exceptions)
            #expect(judgement.differences == [])
            #expect(judgement.exceptions.map(\.state) == Array(repeating: .used, count: 6))
        }
    }

    /// Keys are read from where they were read first, for an account of its own kind too, and from nowhere else.
    @Test(arguments: servers) func keysAreReadFromWhereTheyAre(_ server: String) async throws {
        let hostile = """
            AuthorizedKeysFile /etc/ssh/keys/%u .ssh/authorized_keys2
            Match User ops
                AuthorizedKeysFile .ssh/authorized_keys .ssh/authorized_keys2
            """
        try await Self.with(.host, server, hostile: hostile) { host, version in
            guard version >= Self.blocks else { return }
            let all = try await Self.cases(host, server)
            func files(_ user: String) -> Set<String?> {
                Set(all.filter { $0.user == user }.map { $0.settings.value(["authorizedkeysfile"]) })
            }
            #expect(files("app") == ["/etc/ssh/keys/%u"] && files("root") == ["/etc/ssh/keys/%u"])
            #expect(files("ops") == [".ssh/authorized_keys"])
        }
    }

    /// What is stricter than the policy is not loosened, nor is a second factor taken away.
    @Test(arguments: servers) func whatKeepsThePolicyAlreadyStays(_ server: String) async throws {
        let strict = """
            MaxAuthTries 2
            LoginGraceTime 30
            MaxStartups 5:50:20
            SyslogFacility AUTHPRIV
            RequiredRSASize 3072
            KbdInteractiveAuthentication yes
            AuthenticationMethods publickey,keyboard-interactive:pam
            """
        try await Self.with(.bastion, server, hostile: strict, main: "UsePAM yes\n") { host, version in
            let settings = try #require(try await Self.cases(host, server).first).settings
            let kept = [
                "maxauthtries": "2", "logingracetime": "30", "maxstartups": "5:50:20", "syslogfacility": "AUTHPRIV",
            ]
            for (word, value) in kept { #expect(settings.value([word]) == value) }
            if version >= SSHDVersion(9, 1) { #expect(settings.value(["requiredrsasize"]) == "3072") }
            #expect(settings.value(["authenticationmethods"]) == "publickey,keyboard-interactive:pam")
            #expect(settings.value(["kbdinteractiveauthentication"]) == "yes")
            #expect(try await Self.judge(host, server, .bastion, version).differences == [])
        }
    }

    /// A rule asks for what sshd says, by the name that it says it by.
    @Test(arguments: servers) func everyRuleIsOfADirectiveThatThisSSHDKnows(_ server: String) async throws {
        try await StagedHost.with { host in
            let version = try await Self.version(host, server)
            let lists = Self.known(
                "AllowUsers app\nAcceptEnv LANG\nRevokedKeys /etc/ssh/revoked\nChannelTimeout session=1h\n", version)
            #expect(try await host(["tee", "-a", "/etc/ssh/sshd_config"], input: Array(lists.utf8)).exit == 0)
            let said = try await host.sh("\(server) -T -C user=app,host=h,addr=192.0.2.9")
            let words = try #require(EffectiveSettings(Array(said.utf8))).values
            for rule in PolicyRule.all where rule.since <= version {
                let isOptional = rule.isOptional && server != Self.servers.first
                #expect(isOptional || rule.words.contains { words[$0] != nil }, "\(rule.directive)")
            }
            // What may stand in a Match block, and what may not, is as the table has it.
            for rule in PolicyRule.all where rule.since <= version {
                let value = rule.written.values.first ?? "none"
                let block = "HostKey \(host.folder)/host_key\nMatch User app\n    \(rule.directive) \(value)\n"
                try await host.write(Array(block.utf8), to: "/etc/ssh/one.conf", owner: 0)
                let result = try await host([server, "-t", "-f", "/etc/ssh/one.conf"])
                #expect((result.exit == 0) == (rule.inMatch.map { $0 <= version } ?? false), "\(rule.directive)")
            }
        }
    }
}
