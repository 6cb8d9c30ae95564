import Testing

@testable import LevelsLab

@Suite struct FlavourTests {
    private static let hasDropbear = Programs.search("dropbear") != nil && Programs.search("dropbearconvert") != nil

    @Test(
        .enabled(if: hasDropbear && Here.canMakeNamespaces, "apt-get install dropbear-bin, and root on Linux"),
        arguments: LabMode.allCases)
    func dropbearAtBothHopsForwards(mode: LabMode) async throws {
        try await forwards(mode, .dropbear)
    }

    @Test(
        .enabled("asyncssh (apt-get install python3-asyncssh, or pip install asyncssh), and root on Linux") {
            guard Here.canMakeNamespaces else { return false }
            do throws(LabFailure) { try await AsyncSSHServer.check() } catch { return false }
            return true
        },
        arguments: LabMode.allCases)
    func asyncsshAtBothHopsForwards(mode: LabMode) async throws {
        try await forwards(mode, .asyncssh)
    }

    private func forwards(_ mode: LabMode, _ flavour: LabFlavour) async throws {
        var options = Here.options(mode, engines: Here.hasPostgres ? [.postgres] : [.mysql])
        options.bastionFlavour = flavour
        options.hostFlavour = flavour
        try await Lab.with(options) { lab in
            let database = try #require(lab.databases.first)
            let sql = "select count(*) from \(database.engine == .mysql ? "`release`" : "release")"
            let count = try await Query.run(sql, on: database, of: lab, through: "host-1")
            #expect(count == "3\n")
        }
    }
}
