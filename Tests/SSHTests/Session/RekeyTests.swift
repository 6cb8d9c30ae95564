import LevelsLab
import NIOCore
import SSH
import Testing

/// New keys in the middle of everything, as often as the server likes.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RekeyTests {
    private static let often = TestServer.Options(config: ["RekeyLimit 64K"])

    @Test("a server that rekeys every 64 KiB loses no byte, in either direction")
    func oneHop() async throws {
        try await TestServer.with(Self.often) { server in
            try await Login.at(server) { session in
                try await Traffic(bytesEachWay: 3 << 20, channels: 4).run(over: session)
            }
            #expect(server.log().contains("rekeying in progress") || server.log().contains("SSH2_MSG_KEXINIT sent"))
        }
    }

    @Test("both hops rekey at their own times, and lose no byte")
    func twoHops() async throws {
        try await TestServer.with(Self.often) { bastion in
            try await TestServer.with(Self.often) { host in
                try await Login.at(bastion) { outer in
                    try await Login.at(host, through: outer) { inner in
                        try await Traffic(bytesEachWay: 2 << 20, channels: 3).run(over: inner)
                    }
                }
            }
        }
    }

    @Test("channels are opened and closed while keys change")
    func opening() async throws {
        try await TestServer.with(Self.often) { server in
            try await Login.at(server) { session in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await Traffic(bytesEachWay: 2 << 20, channels: 1).run(over: session) }
                    group.addTask {
                        for index in 0..<20 {
                            let over = try await session.run("head -c 30000 /dev/zero; exit \(index)")
                            #expect(over.count == 30_000)
                            #expect(over.exit == .status(Int32(index)))
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test("an idle session lives through a rekey")
    func idle() async throws {
        var options = PipeServer.Options()
        options.config = ["RekeyLimit default 1"]
        try await Login.with(options) { session, server in
            // Packets of the server's questions are what makes it look at the clock.
            _ = try await session.run("sleep 1.1; echo")
            let over = try await session.run("exit 3")
            #expect(over.exit == .status(3))
            try await server.logged("SSH2_MSG_NEWKEYS received", times: 2)
        }
    }
}
