import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet
@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Our table before a real sshd, on a machine that is reached over a network.
@Suite("The whitelist of a real bastion", .serialized, .enabled(if: DoorCut.isPossible, DoorCut.why))
struct DoorCutTests {
    /// What is said over a session that is up when its address is taken out arrives no more, though the filter behind ours
    /// lets pass what is established.
    ///
    /// The last word was said before the table was loaded, or in the instant in which it was; a second is what is promised.
    @Test func anAddressThatIsTakenOutIsCutOffAtOnce() async throws {
        try await DoorCut.with { cut in
            try await cut.load(admitting: [cut.client])
            let session = try cut.talking("while :; do date +%s%N; sleep 0.01; done")
            let isTalking = try await cut.eventually { () throws(LabFailure) in cut.words(session).count > 20 }
            try #require(isTalking)
            try await cut.load(admitting: ["192.0.2.0/24"])
            let loaded = try await cut.now()
            // Twice as long as is promised.
            try await cut.bastion.run(["sleep", "2"])
            let words = cut.words(session)
            let last = try #require(words.last)
            #expect(last < loaded + 1_000_000_000, "\((last - loaded) / 1_000_000) ms after it was loaded")
            #expect(cut.isRunning(session), "nothing tells the client: it hangs")
            // It lives on, for who is let in again soon.
            try await cut.load(admitting: [cut.client])
            let goesOn = try await cut.eventually { () throws(LabFailure) in cut.words(session).count > words.count }
            #expect(goesOn)
            try await cut.end(session)
        }
    }

    /// The network is cut by the whitelist itself, while the change is being made, and whoever made it is killed: the
    /// bastion helps itself.
    @Test func aWhitelistThatShutsItsMakerOutIsTakenBackByTheBastion() async throws {
        try await DoorCut.with { cut in
            let before = try await cut.bastion.run(["nft", "list", "ruleset"])
            let table = FilterTable(ports: [22], admitted: CIDRSet([try CIDR("192.0.2.0/24")]))
            let request = try #require(
                ChangeRequest(
                    holder: "alice@laptop", patience: 20,
                    files: [
                        FileChange(
                            folder: "/etc", name: "levels.nft", owner: 0, group: 0, old: nil,
                            bytes: Array(table.text.utf8))
                    ], duties: [.loadFilter("/etc/levels.nft")]))
            let maker = try cut.talking(
                HostScript.change.command(sudo: true), input: request.input)
            let isShut = try await cut.eventually { () throws(LabFailure) in
                try await cut.bastion.run(["nft", "list", "tables"]).contains("levels_ssh")
            }
            try #require(isShut)
            try await cut.end(maker)
            await #expect(throws: LabFailure.self, "nobody comes in meanwhile") { try await cut.login() }
            let isBack = try await cut.eventually { () throws(LabFailure) in (try? await cut.login()) == "ops\n" }
            #expect(isBack)
            #expect(try await cut.bastion.run(["nft", "list", "ruleset"]) == before)
            #expect(try await cut.bastion.run(["ls", "/etc"]).contains("levels.nft") == false)
            let last = try await cut.bastion.run(["cat", "/var/lib/levels-ssh/last"])
            #expect(last.hasPrefix("\(request.token.text) reverted "))
        }
    }
}

/// A lab whose first bastion is guarded, and what its client does there.
struct DoorCut {
    static let isPossible: Bool = {
        do throws(LabFailure) {
            try MachineBoot.check(LabOptions())
            try Namespaces.check()
            return StagedHost.canGuard && Programs.search("sudo") != nil
        } catch { return false }
    }()
    static let why: Comment = "whole machines need root on Linux, iproute2, nftables, sudo and overlay file systems"

    let lab: Lab
    let bastion: LabServer
    /// As a network.
    let client: String

    static func with(_ body: (DoorCut) async throws -> Void) async throws {
        var options = LabOptions()
        options.mode = .netns
        options.engines = []
        options.hosts = 1
        options.stockSSHD = true
        options.sudo = true
        try await Lab.with(options) { lab in
            let address = try #require(lab.state.network?.machine("client")?.outside)
            let cut = DoorCut(lab: lab, bastion: try lab.server("bastion-a"), client: address + "/32")
            try await body(cut)
        }
    }

    func load(admitting networks: [String]) async throws {
        let table = FilterTable(ports: [22], admitted: CIDRSet(try networks.map { try CIDR($0) }))
        try await bastion.run(["nft", "-f", "-"], input: table.text)
    }

    /// Nanoseconds since 1970, by the bastion's clock.
    func now() async throws -> Int64 {
        let said = try await bastion.run(["date", "+%s%N"])
        return try #require(Int64(said.filter(\.isNumber)))
    }

    struct Talk {
        let process: ProcessIdentity
        let log: String
    }

    private func command(_ text: String) throws(LabFailure) -> [String] {
        let ssh = try Programs.find("ssh", install: "apt-get install openssh-client")
        return lab.clientPrefix + [
            ssh, "-F", lab.sshConfigFile, "-o", "ConnectTimeout=2", "-l", "ops", "bastion-a", text,
        ]
    }

    func login() async throws(LabFailure) -> String {
        try await Command.run(try command("id -un"))
    }

    /// A session that runs a command, and writes what it says into a file.
    func talking(_ text: String, input: [UInt8] = []) throws -> Talk {
        let name = lab.folder + "/client/talk-\(UInt32.random(in: 0...UInt32.max))"
        try input.withUnsafeBytes { try Disk.write($0, to: name + ".in") }
        let shell = ["/bin/sh", "-c", "exec \"$@\" < \"$0\"", name + ".in"]
        let process = try Spawn.server(
            shell + (try command(text)), environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": lab.folder],
            log: name)
        return Talk(process: process, log: name)
    }

    func words(_ talk: Talk) -> [Int64] {
        (Disk.text(talk.log) ?? "").split(separator: "\n").compactMap { Int64($0) }
    }

    func isRunning(_ talk: Talk) -> Bool { kill(talk.process.pid, 0) == 0 }

    func end(_ talk: Talk) async throws { try await ProcessTree.kill(talk.process) }

    func eventually(_ isSo: () async throws(LabFailure) -> Bool) async throws(LabFailure) -> Bool {
        try await Patience.until(within: .seconds(60), every: .milliseconds(20), isSo)
    }
}
