import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet
@testable import LevelsLab

@Suite("What guards a bastion", .enabled(if: StagedHost.canGuard, StagedHost.guardNeeds))
struct GuardTests {
    private static let table = "/etc/levels-ssh/whitelist.nft"

    @Test(arguments: HostScriptTests.shells) func isReadAsItIs(_ shell: [String]) async throws {
        try await StagedHost.with(setup: StagedHost.ownEtc, network: true) { host in
            let bare = try await host.guarded(
                shell: shell, connection: "::ffff:198.51.100.7 50000 ::ffff:10.0.0.1 2222")
            #expect(bare.connection?.client == IPAddress("198.51.100.7") && bare.connection?.port == 2222)
            #expect(bare.filter == .absent && bare.program?.hasSuffix("/nft") == true && !bare.hasSystemd)
            #expect(bare.files[.table] == .absent(hasFolder: false) && bare.files[.rules] == .absent(hasFolder: true))
            let whole = FilterTable(
                ports: [22], admitted: try FilterHere.set(["203.0.113.0/24", "2001:db8::/32", "198.51.100.7/32"]))
            let odd = Array("# \"$(reboot)\" 'x' \\n \u{1b}[2J\n\0 no end".utf8)
            try await host.sh("mkdir /etc/levels-ssh")
            try await host.write(Array(whole.text.utf8), to: Self.table, owner: 0, mode: "644")
            try await host.write(odd, to: "/etc/nftables.conf", owner: 0, mode: "755")
            try await host.sh("nft -f \(Self.table); nft add table inet other; nft add table ip levels_ssh")
            let full = try await host.guarded(shell: shell)
            #expect(full.filter == .table(whole))
            #expect(full.files[.table] == .regular(Array(whole.text.utf8), mode: 0o644, isSafe: true))
            #expect(full.files[.rules] == .regular(odd, mode: 0o755, isSafe: true))
            try await host.sh("chown 64001 \(Self.table); rm /etc/nftables.conf; ln -s /etc/passwd /etc/nftables.conf")
            let spoilt = try await host.guarded(shell: shell)
            #expect(spoilt.files[.table] == .regular(Array(whole.text.utf8), mode: 0o644, isSafe: false))
            #expect(spoilt.files[.rules] == nil)
        }
    }

    /// No nftables for who is not root, none for root in a container that has no say in the network, and none at all.
    @Test func isUnknownOrLackingWhereThereIsNothingToAsk() async throws {
        try await StagedHost.with(setup: StagedHost.ownEtc, network: true) { host in
            let user = try await host(
                [
                    "setpriv", "--reuid=64001", "--regid=64001", "--clear-groups", "/bin/sh", "-c",
                    HostScript.guarding.text,
                ],
                environment: ["HOME": "/home/app"])
            guard case .unknown(let why) = try GuardAnswer.read(user.output).filter else {
                Issue.record("\(user.text)")
                return
            }
            #expect(why.contains("Operation not permitted"))
            let contained = try await host([
                "setpriv", "--bounding-set", "-net_admin", "/bin/sh", "-c", HostScript.guarding.text,
            ])
            guard case .lacking(let lack) = try GuardAnswer.read(contained.output).filter else {
                Issue.record("\(contained.text)")
                return
            }
            #expect(lack.hasPrefix(MeasuredGuard.noKernel) && lack.contains("Operation not permitted"))
            try await host.sh("mount -t tmpfs tmpfs /usr/sbin")
            let bare = try await host.guarded()
            #expect(bare.program == nil && bare.filter == .lacking(MeasuredGuard.noFilter))
        }
    }

    @Test func answersThatAreNoneAreRefused() throws {
        let good =
            "levels-ssh 1\nconnection 192.0.2.9 1 192.0.2.1 22\nabsent /etc/nftables.conf\nnft /usr/sbin/nft\n"
            + "notable\nend\n"
        #expect(try GuardAnswer.read(Array(good.utf8)).filter == .absent)
        for (from, to) in [
            ("end\n", ""), ("notable", "table\n7b\n7d"), ("notable", "other"), ("absent /etc", "absent /tmp"),
            ("absent /etc/nftables.conf", "file 81a4 0 0 9 /etc/nftables.conf\n00\n."),
            ("absent /etc/nftables.conf", "file 81a4 0 0 9999999999 /etc/nftables.conf\n00\n."),
            ("absent /etc/nftables.conf", "absent /etc/nftables.conf\nabsent /etc/nftables.conf"),
        ] {
            let text = good.replacing(from, with: to)
            #expect(throws: AnswerError.self, "\(text)") { _ = try GuardAnswer.read(Array(text.utf8)) }
        }
        // A path with anything odd in it goes into no unit.
        let odd = good.replacing("/usr/sbin/nft", with: "/tmp/$(reboot)")
        #expect(try GuardAnswer.read(Array(odd.utf8)).program == nil)
    }
}
