import LevelsLab
import Testing
import Tunnel

/// A burst of clients over a long link.
@Suite("lanes", .serialized, .timeLimit(.minutes(5)))
struct LanesTests {
    private func burst(of count: Int, at endpoint: LocalEndpoint?) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<count {
                group.addTask {
                    let client = try await Peer.connect(to: endpoint)
                    let answered = try await client.isEchoed()
                    await client.close()
                    return answered
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }

    @Test("over a long link more sessions with the host serve it, and no more than a host takes")
    func far() async throws {
        try await Grounds.with {
            $0.roundTrip = .milliseconds(60)
        } _: { grounds in
            try await grounds.tunnel(try grounds.options()) { tunnel, _ in
                let answered = try await burst(of: 80, at: await tunnel.endpoint)
                #expect(answered == 80)
                let logins = try grounds.lab.server("host-1").logins().count
                #expect((2...20).contains(logins), "\(logins) logins")
                // At the bastion it stays at the one.
                #expect(grounds.lab.bastions.map { $0.logins().count }.reduce(0, +) == 1)
            }
        }
    }
}
