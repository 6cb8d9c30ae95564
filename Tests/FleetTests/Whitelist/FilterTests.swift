import Inventory
import Testing

@testable import Fleet
@testable import LevelsLab

/// Where nft(8) is, and may make rules of its own in a network namespace.
enum FilterHere {
    static let isPossible = Account.isRoot && Programs.search("nft") != nil && Programs.search("unshare") != nil
    static let why: Comment = "needs root, nftables and unshare(1)"

    static func set(_ networks: [String]) throws -> CIDRSet { CIDRSet(try networks.map { try CIDR($0) }) }

    /// Runs sh in a network namespace of its own; the first argument is `$1`.
    static func sh(_ text: String, _ arguments: [String] = []) async throws -> String {
        let unshare = try Programs.find("unshare", install: "apt-get install util-linux")
        return try await Command.run([unshare, "-n", "/bin/sh", "-ec", text, "sh"] + arguments)
    }

    /// What a filter says of itself once it has loaded `texts`, one after the other.
    static func measured(_ texts: [String]) async throws -> MeasuredFilter {
        let load = texts.indices.map { "nft -c -f - <<E\n${\($0 + 1)}\nE\nnft -f - <<E\n${\($0 + 1)}\nE\n" }.joined()
        return FilterReader.read(Array(try await sh(load + "nft -j list table inet levels_ssh", texts).utf8))
    }
}

@Suite("Our table in a packet filter", .enabled(if: FilterHere.isPossible, FilterHere.why))
struct FilterTests {
    /// What nft(8) has taken, it gives back as the same table: with overlaps, repetitions, ranges, IPv6, nothing at all.
    @Test(arguments: [
        [], ["203.0.113.0/24"], ["2001:db8::/32", "2001:db8::7/128"], ["0.0.0.0/0", "::/0"],
        ["10.0.0.0/8", "10.0.0.0/8", "10.9.0.0/16", "192.0.2.1/32", "198.51.100.4/30", "198.51.100.8/31"],
        ["10.0.0.0/25", "10.0.0.128/25", "255.255.255.255/32", "0.0.0.0/32"],
    ])
    func isReadAsItWasWritten(_ networks: [String]) async throws {
        let table = FilterTable(ports: [22], admitted: try FilterHere.set(networks))
        #expect(try await FilterHere.measured([table.text]) == .table(table))
        let two = FilterTable(ports: [22, 2222], admitted: table.admitted)
        #expect(try await FilterHere.measured([table.text, two.text]) == .table(two), "replaced whole")
    }

    @Test func holdsFiveThousandNetworks() async throws {
        let networks = (0..<5000).map { "10.\($0 / 250).\($0 % 250).\($0 % 2 * 128)/\(25 + $0 % 8)" }
        let kept = networks.filter { (try? CIDR($0)) != nil }
        let v6 = (0..<5000).map { "2001:db8:\(String($0, radix: 16))::/48" }
        let table = FilterTable(ports: [22], admitted: try FilterHere.set(kept + v6))
        #expect(kept.count > 4000)
        // Too long for an argument: a file.
        let folder = LabOptions.freshFolder()
        try Disk.makeFolder(folder, mode: 0o700)
        try Disk.write(table.text, to: folder + "/rules")
        let said = try await FilterHere.sh(
            "nft -c -f \"$1/rules\"; nft -f \"$1/rules\"; nft -f \"$1/rules\"; nft -j list table inet levels_ssh",
            [folder])
        try Disk.removeAll(folder)
        #expect(FilterReader.read(Array(said.utf8)) == .table(table))
    }

    /// A table of ours that somebody else has had a hand in admits whom we do not know.
    @Test(arguments: [
        "add rule inet levels_ssh input tcp dport 22 accept", "insert rule inet levels_ssh input accept",
        "add chain inet levels_ssh other", "add set inet levels_ssh more { type ipv4_addr; }",
        "add table inet levels_ssh { flags dormant; }", "flush chain inet levels_ssh input",
        "add rule inet levels_ssh input tcp dport 80 drop",
        "insert rule inet levels_ssh input ct state established accept",
    ])
    func isAlteredByAnyOtherRule(_ change: String) async throws {
        let table = FilterTable(ports: [22], admitted: try FilterHere.set(["10.0.0.0/8"]))
        let measured = try await FilterHere.measured([table.text, change])
        guard case .altered = measured else {
            Issue.record("\(change): \(measured)")
            return
        }
        #expect(FilterDifference(declared: table, measured: measured)?.shape?.contains("not as it is written") == true)
        #expect(
            try await FilterHere.measured([table.text, change, table.text]) == .table(table), "and put right again")
    }

    @Test func isTakenAwayAndNothingElseIs() async throws {
        let left = try await FilterHere.sh(
            "nft add table inet other; nft \"$1\"; nft \"$2\"; nft \"$2\"; nft list tables",
            [FilterTable(ports: [22], admitted: CIDRSet()).text, FilterTable.removal])
        #expect(left == "table inet other\n")
    }

    @Test func differsByWhatItAdmits() throws {
        let declared = FilterTable(ports: [22], admitted: try FilterHere.set(["10.0.0.0/24", "192.0.2.1/32"]))
        let other = FilterTable(
            ports: [22, 23], admitted: try FilterHere.set(["10.0.0.0/25", "192.0.2.1/32", "::/1"]))
        let difference = try #require(FilterDifference(declared: declared, measured: .table(other)))
        #expect(difference.missing.networks.map(\.description) == ["10.0.0.128/25"])
        #expect(difference.surplus.networks.map(\.description) == ["::/1"])
        #expect(difference.shape == "it guards port 22, 23, and sshd listens on 22")
        #expect(FilterDifference(declared: declared, measured: .table(declared)) == nil)
        #expect(FilterDifference(declared: declared, measured: .absent)?.shape?.hasSuffix("all are admitted") == true)
        #expect(FilterDifference(declared: declared, measured: .unknown("no nft"))?.shape == "no nft")
        #expect(FilterDifference(declared: declared, measured: .lacking("none"))?.shape == "none")
    }
}
