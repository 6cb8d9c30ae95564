import Testing

@testable import LevelsLab

/// Where machines are machines, with networks and name lists of their own.
@Suite(
    "namespaces", .serialized,
    .enabled(if: Machine.canMakeNamespaces, "network namespaces need root on Linux, and nft: apt-get install nftables"),
    .timeLimit(.minutes(2)))
struct NamespaceTests {
    @Test("a name that only the hosts know leads to the database, because they are who resolves it")
    func farSideResolves() async throws {
        var options = LabOptions()
        options.mode = .netns
        try await Lab.with(options) { lab in
            let database = try #require(lab.databases.first { $0.name == "main" } ?? lab.databases.first)
            #expect(database.host.hasSuffix(".lab.internal"))
            let python = try Programs.find("/usr/bin/python3", install: "apt-get install python3")
            let resolve = [python, "-c", "import socket, sys; socket.getaddrinfo(sys.argv[1], 1)", database.host]
            await #expect(throws: LabFailure.self) { try await Command.run(try lab.prefix(of: "client") + resolve) }
            _ = try await Command.run(try lab.prefix(of: "host-1") + resolve)

            // It only comes to be held if the database has answered.
            try await HeldTunnel.with(lab, database.name) { held in #expect(held.port > 0) }
        }
    }
}
