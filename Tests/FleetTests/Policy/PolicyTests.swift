import AuthorizedKeys
import Testing

@testable import Fleet
@testable import LevelsLab

@Suite("The login policy", .enabled(if: StagedHost.isPossible, StagedHost.why))
struct PolicyTests {
    private static let revoked = "/var/lib/levels-ssh/revoked_keys"

    private func settings(_ host: StagedHost, user: String = "app", from: String = "192.0.2.9") async throws
        -> EffectiveSettings
    {
        let said = try await host.sh("sshd -t && sshd -T -C user=\(user),host=\(from),addr=\(from)")
        return try #require(EffectiveSettings(Array(said.utf8)))
    }

    private func version(_ host: StagedHost) async throws -> SSHDVersion {
        try #require(SSHDVersion(greeting: try await host.sh("sshd -V 2>&1")))
    }

    private func broken(_ settings: EffectiveSettings, _ role: PolicyRole, _ version: SSHDVersion) -> Set<String> {
        Set(settings.findings(role, version: version).map(\.rule.directive))
    }

    @Test func isBrokenByAServerAsItComes() async throws {
        try await StagedHost.with(config: "UsePAM yes") { host in
            let version = try await version(host)
            let settings = try await settings(host)
            let broken = broken(settings, .bastion, version)
            #expect(
                broken.isSuperset(of: [
                    "PasswordAuthentication", "KbdInteractiveAuthentication", "AuthenticationMethods",
                    "PermitRootLogin",
                    "AllowTcpForwarding", "AllowStreamLocalForwarding", "AuthorizedKeysFile", "RevokedKeys",
                    "MaxAuthTries",
                ]))
            #expect(broken.isDisjoint(with: ["PubkeyAuthentication", "PermitEmptyPasswords", "StrictModes"]))
            let finding = try #require(
                settings.findings(.bastion, version: version).first { $0.rule.directive == "PasswordAuthentication" })
            #expect(
                finding.message
                    == "PasswordAuthentication is yes (sshd's default), and must be no: a password can be guessed, and "
                    + "shared (dev-sec sshd-27, Mozilla; CIS, STIG, PCI-DSS and Lynis do not ask)")
        }
    }

    /// sshd itself takes the drop-in, for each kind of machine, and then keeps every rule: also where another file that is
    /// read later says otherwise.
    @Test(arguments: PolicyRole.allCases) func isKeptWithOurDropIn(_ role: PolicyRole) async throws {
        let config =
            "Include /etc/ssh/sshd_config.d/*.conf\nUsePAM yes\nPasswordAuthentication yes\nPermitRootLogin yes"
        try await StagedHost.with(config: config, setup: "mkdir -p /etc/ssh/sshd_config.d /var/lib/levels-ssh") {
            host in
            let version = try await version(host)
            try await host.write([], to: Self.revoked, owner: 0, mode: "644")
            let dropIn = PolicyDropIn(role: role, version: version, revokedKeys: Self.revoked)
            let folder = "/etc/ssh/sshd_config.d/"
            try await host.write(Array(dropIn.text.utf8), to: folder + PolicyDropIn.name, owner: 0, mode: "600")
            try await host.write(
                Array("PasswordAuthentication yes\nKbdInteractiveAuthentication yes\n".utf8),
                to: folder + "50-cloud-init.conf",
                owner: 0)
            for user in ["app", "root"] {
                #expect(try await settings(host, user: user).findings(role, version: version).map(\.message) == [])
            }
            // One that sorts before ours is first, and wins where sshd takes nothing in a block.
            let early = "PasswordAuthentication yes\nLoginGraceTime 120\n"
            try await host.write(Array(early.utf8), to: folder + "00-early.conf", owner: 0)
            #expect(broken(try await settings(host), role, version) == ["LoginGraceTime"])
        }
    }

    /// What plain `sshd -T` does not tell: a block for one user or one network.
    @Test func isAskedForAUserAndAnAddress() async throws {
        let config = "UsePAM yes\nInclude /etc/ssh/levels.conf\nMatch User ops\n  PermitTTY no\n"
        let dropIn = PolicyDropIn(role: .host, version: SSHDVersion(8, 9), revokedKeys: Self.revoked).text
        let setup = "mkdir -p /var/lib/levels-ssh; : > \(Self.revoked)"
        try await StagedHost.with(config: config, setup: setup) { host in
            let block =
                "Match Address 10.0.0.0/8\n  PasswordAuthentication yes\nMatch User ops\n  MaxAuthTries 6\nMatch all\n"
            try await host.write(Array((block + dropIn).utf8), to: "/etc/ssh/levels.conf", owner: 0)
            let version = SSHDVersion(8, 9)
            #expect(broken(try await settings(host), .host, version) == [])
            #expect(broken(try await settings(host, from: "10.1.2.3"), .host, version) == ["PasswordAuthentication"])
            #expect(broken(try await settings(host, user: "ops"), .host, version) == ["MaxAuthTries"])
        }
    }

    @Test(arguments: [
        ("10:30:60", true), ("5:50:20", true), ("10:30:100", false), ("10", false), ("20:30:60", false),
        ("10:10:60", false),
    ])
    func knowsWhatIsStricter(_ value: String, _ isMet: Bool) throws {
        let settings = try #require(EffectiveSettings(Array("maxstartups \(value)\n".utf8)))
        #expect(PolicyRequirement.startups(10, 30, 60).isMet(by: value, in: settings) == isMet)
    }

    @Test(arguments: [
        ("publickey", true), ("publickey,keyboard-interactive:pam publickey,password", true), ("any", false),
        ("publickey password", false), ("publickeyx", false), ("", false),
    ])
    func knowsWhatBeginsWithAKey(_ value: String, _ isMet: Bool) throws {
        let settings = try #require(EffectiveSettings(Array("authenticationmethods \(value)\n".utf8)))
        #expect(PolicyRequirement.publicKeyFirst.isMet(by: value, in: settings) == isMet)
    }

    @Test func anOlderServerIsToldInItsOwnWords() {
        let old = PolicyDropIn(role: .host, version: SSHDVersion(8, 4), revokedKeys: nil).text
        #expect(old.contains("\nChallengeResponseAuthentication no\n") && !old.contains("RequiredRSASize"))
        #expect(old.contains("\n    KbdInteractiveAuthentication no\n") && !old.contains("    Challenge"))
        #expect(!old.contains("RevokedKeys") && !old.contains("UnusedConnectionTimeout"))
    }

    @Test func whatIsNoAnswerIsNotRead() {
        for text in ["", "a\u{1b}b c\n", "Port: 22\n", String(repeating: "port 22\n", count: 2000)] {
            #expect(EffectiveSettings(Array(text.utf8)) == nil)
        }
        #expect(EffectiveSettings([0xFF, 0x0A]) == nil)
        #expect(EffectiveSettings(Array("authenticationmethods \nport 22\n".utf8))?.values["port"] == ["22"])
    }
}

extension EffectiveSettings {
    /// The rules that they break, required ones, as the judgement of one case has it.
    fileprivate func findings(_ role: PolicyRole, version: SSHDVersion) -> [PolicyFinding] {
        let one = PolicyCase(user: "", address: "", settings: self, places: [:])
        let measured = MeasuredPolicy(isRoot: true, cases: [one], files: [], main: nil, order: [])
        return PolicyJudgement(measured, role: role, version: version, at: 0).broken
            .filter { $0.rule.weight == .required }
    }
}
