import Inventory
import Testing

@testable import Tunnel

/// How long a tunnel lives, and what counts as doing nothing.
@Suite("lease", .grounds, .timeLimit(.minutes(2)))
struct LeaseTests {
    @Test("a tunnel whose time is over ends, and its clients are reset")
    func lease() async throws {
        let grounds = try Grounds.current
        var options = try grounds.options()
        options.lease = .seconds(5)
        try await grounds.tunnel(options) { tunnel, _ in
            let client = try await Peer.connect(to: tunnel.endpoint)
            #expect(try await client.isEchoed())
            #expect(try await tunnel.untilClosed() == .lease)
            #expect(await client.fate() == .reset)
        }
    }

    @Test("a tunnel that does nothing for too long ends")
    func idle() async throws {
        let grounds = try Grounds.current
        var options = try grounds.options()
        options.idle = .milliseconds(300)
        let reason = try await grounds.tunnel(options) { tunnel, _ in try await tunnel.untilClosed() }
        #expect(reason == .idle)
    }

    @Test("a connection that waits for its answer is not idle, and is when it has that")
    func inFlight() async throws {
        let grounds = try Grounds.current
        try await grounds.tunnel(try grounds.options("meeting")) { tunnel, log in
            #expect(await tunnel.idleTime() != nil)
            let client = try await Peer.connect(to: tunnel.endpoint)
            try await client.send("in-query")
            let far = try await grounds.meeting.arrival(of: "in-query")
            #expect(await tunnel.idleTime() == nil)
            try await far.send("answer")
            #expect(try await client.read(6) == Array("answer".utf8))
            #expect(await tunnel.idleTime() != nil)
            await client.close()
        }
    }

    private static let verdicts: [(Int?, Int?, Int, Int?, Lease.Verdict)] = [
        (nil, nil, 100, 100, .never),
        (10, nil, 10, nil, .close(.lease)),
        (10, nil, 9, nil, .lookAgain(after: .seconds(1))),
        (nil, 5, 100, 5, .close(.idle)),
        (nil, 5, 100, 2, .lookAgain(after: .seconds(3))),
        (nil, 5, 100, nil, .lookAgain(after: .seconds(1))),
        (10, 5, 10, 5, .close(.lease)),
        (10, 5, 9, nil, .lookAgain(after: .seconds(1))),
        (10, 60, 4, 0, .lookAgain(after: .seconds(6))),
    ]

    @Test("decides by age and idleness", arguments: verdicts)
    func judge(_ lease: Int?, _ idle: Int?, _ age: Int, _ idleFor: Int?, _ verdict: Lease.Verdict) async throws {
        var options = try Grounds.current.options()
        options.lease = lease.map { .seconds($0) }
        options.idle = idle.map { .seconds($0) }
        #expect(Lease(options).judge(age: .seconds(age), idleFor: idleFor.map { .seconds($0) }) == verdict)
    }
}
