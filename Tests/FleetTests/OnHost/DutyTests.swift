import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet
@testable import LevelsLab

/// What a change does beside replacing files, on a real sshd that listens and a real packet filter.
@Suite("A change that takes effect", .enabled(if: StagedHost.canFilter, StagedHost.whyNoFilter))
struct DutyTests {
    private static let open = "publickey,password,keyboard-interactive"
    private static let theirs = "nft 'table inet theirs { chain input { type filter hook input priority 0; }; }'"

    private static func table(_ network: String) throws -> [UInt8] {
        Array(FilterTable(ports: [2222], admitted: try FilterHere.set([network])).text.utf8)
    }

    @Test(arguments: HostScriptTests.shells)
    func isInForceAndThenConfirmed(_ shell: [String]) async throws {
        try await StagedHost.withDoor(setup: Self.theirs) { host in
            #expect(try await host.offers() == Self.open)
            let before = try await host.ruleset()
            let request = try StagedHost.doorRequest(rules: try Self.table("192.0.2.0/24"))
            #expect(try await host.change(request, shell: shell) == .changed)
            #expect(try await host.offers() == "publickey")
            let during = try await host.ruleset()
            #expect(during.contains("192.0.2.0/24") && during.hasPrefix(before))
            #expect(try await host.settle(.confirm, request.token, shell: shell) == .confirmed)
            #expect(try await host.read(StagedHost.dropIn) == StagedHost.keyOnly)
            #expect(try await host.offers() == "publickey")
            #expect(try await host.ruleset() == during)
            try await host.expectTidy()
        }
    }

    /// With and without a table of ours before: in the kernel it is as it was then, whatever the old file says.
    @Test(arguments: HostScriptTests.shells, [nil, "198.51.100.0/24"])
    func isTakenBackAsOne(_ shell: [String], _ network: String?) async throws {
        try await StagedHost.withDoor(setup: Self.theirs) { host in
            try await host.write(StagedHost.old, to: StagedHost.keysFile)
            if let network {
                try await host.write(try Self.table(network), to: "/etc/ssh/now.nft", owner: 0)
                try await host.sh("nft -f /etc/ssh/now.nft")
            }
            let old = try Self.table("203.0.113.0/24")
            try await host.write(old, to: "/etc/ssh/levels.nft", owner: 0)
            let before = try await host.ruleset()
            let keys = FileChange(
                folder: "/home/app/.ssh", name: "authorized_keys", owner: StagedHost.app, group: StagedHost.app,
                old: FileHash(of: StagedHost.old), bytes: StagedHost.new)
            let request = try StagedHost.doorRequest(
                rules: try Self.table("192.0.2.0/24"), oldRules: old, more: [keys])
            #expect(try await host.change(request, shell: shell) == .changed)
            #expect(try await host.offers() == "publickey")
            #expect(try await host.ruleset() != before)
            #expect(try await host.settle(.revert, request.token, shell: shell) == .reverted)
            #expect(try await host.offers() == Self.open)
            #expect(try await host.ruleset() == before)
            #expect(try await host.read(StagedHost.dropIn) == nil)
            #expect(try await host.read("/etc/ssh/levels.nft") == old)
            #expect(try await host.read(StagedHost.keysFile) == StagedHost.old)
            try await host.expectTidy()
        }
    }

    /// Who may read and write a file, without a change of what is in it.
    @Test(arguments: HostScriptTests.shells)
    func takesAFileFromOthersAndGivesItBack(_ shell: [String]) async throws {
        try await StagedHost.withDoor { host in
            try await host.write([], to: "/etc/ssh/sshd_config.d/a b.conf", owner: 0, mode: "4664")
            let modes = "stat -c %a /etc/ssh/sshd_config '/etc/ssh/sshd_config.d/a b.conf'"
            let before = try await host.sh(modes)
            let duties: [ChangeDuty] = [
                .protect("/etc/ssh/sshd_config", mode: 0o600), .protect("/etc/ssh/sshd_config.d/a b.conf", mode: 0o640),
            ]
            let request = try #require(ChangeRequest(holder: "", files: [], duties: duties))
            #expect(try await host.change(request, shell: shell) == .changed)
            #expect(try await host.sh(modes) == "600\n640\n")
            #expect(try await host.settle(.revert, request.token, shell: shell) == .reverted)
            #expect(try await host.sh(modes) == before && before.hasSuffix("4664\n"))
            try await host.expectTidy()
            let missing = try #require(
                ChangeRequest(holder: "", files: [], duties: duties + [.protect("/etc/ssh/none", mode: 0o600)]))
            guard case .failed(let failure) = try await host.change(missing, shell: shell) else {
                Issue.record("it was changed")
                return
            }
            #expect(failure.step == .check && failure.duty == 2)
            #expect(try await host.sh(modes) == before)
        }
    }

    @Test func isTakenBackByTheHostAlone() async throws {
        try await StagedHost.withDoor { host in
            // Time enough to get there on a machine that is busy.
            let request = try StagedHost.doorRequest(patience: 8, rules: try Self.table("192.0.2.0/24"))
            #expect(try await host.change(request) == .changed)
            // Nobody confirms, and nobody asks: who waits is the reverter, which holds its own folder.
            let isBack = try await Premises.eventually {
                try await host(["test", "-e", "/var/lib/levels-ssh/change"]).exit == 1
            }
            #expect(isBack)
            #expect(try await host.offers() == Self.open)
            #expect(try await host.ruleset().isEmpty)
            let last = try await host.survey().last
            #expect(last?.token == request.token && last?.isConfirmed == false)
        }
    }

    /// What its program does not take, and what that says of it; nothing has taken effect.
    @Test(arguments: [
        ("NoSuchDirective yes\n", "", nil, 1, "Bad configuration option"),
        ("PasswordAuthentication no\n", "", "table inet levels_ssh { nonsense }", 0, "syntax error"),
        ("NoSuchDirective yes\n", "", "table inet levels_ssh {\n}\n", 1, "Bad configuration option"),
    ])
    func isLeftAsItIsWhereItsCheckFails(
        _ dropIn: String, _ more: String, _ rules: String?, _ duty: Int, _ said: String
    ) async throws {
        try await StagedHost.withDoor(more: more) { host in
            let before = try await host.ruleset()
            let listener = try await host.sh("cat /run/sshd.pid; cut -d ' ' -f 28 /proc/$(cat /run/sshd.pid)/stat")
            let request = try StagedHost.doorRequest(Array(dropIn.utf8), rules: rules.map { Array($0.utf8) })
            guard case .failed(let failure) = try await host.change(request) else {
                Issue.record("it was changed")
                return
            }
            #expect(failure.step == .check && failure.duty == (rules == nil ? 0 : duty) && failure.file == nil)
            #expect(failure.said?.escaped(limit: 400).contains(said) == true, "\(failure)")
            #expect(try await host.list("/etc/ssh/sshd_config.d") == [])
            #expect(try await host.ruleset() == before)
            #expect(try await host.offers() == Self.open)
            #expect(
                try await host.sh("cat /run/sshd.pid; cut -d ' ' -f 28 /proc/$(cat /run/sshd.pid)/stat") == listener)
            try await host.expectTidy()
        }
    }

    /// The sshd that let us in, with its own arguments, is the one that is asked and told; not the one that the pid file
    /// names.
    @Test func isToldToTheOneThatLetUsIn() async throws {
        let other = """
            cp /etc/ssh/sshd_config /etc/ssh/other; echo "Include /etc/ssh/other.d/*.conf" >> /etc/ssh/other
            mkdir /etc/ssh/other.d; chmod 755 /etc/ssh
            ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/key; cp /etc/ssh/key.pub /etc/ssh/keys_root
            /usr/sbin/sshd -f /etc/ssh/other -o Port=2200 -o PidFile=/run/other.pid > /dev/null 2>&1 < /dev/null
            """
        try await StagedHost.withDoor(setup: other) { host in
            let file = FileChange(
                folder: "/etc/ssh/other.d", name: "00-levels.conf", owner: 0, group: 0, old: nil,
                bytes: Array("MaxAuthTries 3\nBanner /etc/ssh/banner\n".utf8))
            let request = try #require(ChangeRequest(holder: "", files: [file], duties: [.reloadSSHD]))
            try await host.write(Array("MARK\n".utf8), to: "/etc/ssh/banner", owner: 0)
            let ssh =
                "ssh -F /dev/null -i /etc/ssh/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null "
                + "-o GlobalKnownHostsFile=/dev/null"
            let command = HostScript.change.command(sudo: false).replacing("'", with: "'\\''")
            let result = try await host(
                ["/bin/sh", "-c", "\(ssh) -p 2200 root@127.0.0.1 '\(command)'"], input: request.input)
            #expect(try ChangeAnswer.read(result.output, to: request) == .changed, "\(result.errors)")
            #expect(try await host.sh("\(ssh) -p 2200 root@127.0.0.1 true 2>&1").contains("MARK"))
            #expect(try await host.sh("\(ssh) root@127.0.0.1 true 2>&1").contains("MARK") == false)
            #expect(try await host.settle(.revert, request.token) == .reverted)
            #expect(try await host.sh("\(ssh) -p 2200 root@127.0.0.1 true 2>&1").contains("MARK") == false)
            try await host.sh("kill $(cat /run/other.pid)")
        }
    }
}
