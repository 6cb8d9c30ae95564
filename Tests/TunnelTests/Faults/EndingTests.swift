import NIOCore
import Testing

@testable import LevelsLab
@testable import Tunnel

/// How a connection ends on one side is how it ends on the other, through both hops.
@Suite("endings", .serialized, .grounds, .timeLimit(.minutes(2)))
struct EndingTests {
    @Test("a client that has said all still hears the answer")
    func clientFinishes() async throws {
        try await between("half-c2f") { client, far in
            try await client.send("question")
            try await client.finish()
            #expect(try await far.read(8) == Array("question".utf8))
            #expect(await far.fate() == .ended)
            try await far.send("answer")
            try await far.finish()
            #expect(try await client.read(6) == Array("answer".utf8))
            #expect(await client.fate() == .ended)
        }
    }

    @Test("a far end that has said all still hears the client")
    func farEndFinishes() async throws {
        try await between("half-f2c") { client, far in
            try await far.send("greeting")
            try await far.finish()
            #expect(try await client.read(8) == Array("greeting".utf8))
            #expect(await client.fate() == .ended)
            try await client.send("still there")
            try await client.finish()
            #expect(try await far.read(11) == Array("still there".utf8))
            #expect(await far.fate() == .ended)
        }
    }

    @Test("all that was sent before an end arrives before it")
    func nothingIsLostBeforeAnEnd() async throws {
        try await between("all-then") { client, far in
            async let given = far.exchange(sending: 3 << 20)
            let taken = try await client.exchange(sending: 5 << 20)
            let other = try await given
            #expect(taken.received == other.sent)
            #expect(other.received == taken.sent, "\(other.receivedCount) of \(5 << 20)")
            #expect(taken.receivedCount == 3 << 20)
        }
    }

    @Test(
        "a client that has gone is heard to its last byte, though that had to wait for window",
        arguments: [(first: "far end", name: "last-far"), (first: "client", name: "last-cli")])
    func lastBytesOfTheGone(_ order: (first: String, name: String)) async throws {
        let host = try Grounds.current.lab.server("host-1")
        // More than the window that sshd gives (2 MiB), by less than a channel keeps before its client is read no more:
        // so all of it is taken from the client, and the last of it cannot leave.
        let said = Noise.bytes((2 << 20) + (128 << 10))
        try await between(order.name) { client, far, tunnel in
            if order.first == "far end" {
                try await far.finish()
                #expect(await client.fate() == .ended)
            }
            // Nothing gives window any more.
            try host.pause()
            defer { try? host.resume() }
            try await client.send(said)
            if order.first == "far end" {
                await client.close()
                #expect(try await eventually { await tunnel.knowsThatClientsHaveGone })
            } else {
                try await client.finish()
                #expect(try await eventually { await tunnel.knowsThatClientsHaveSaidAll })
                try await far.finish()
            }
            try host.resume()
            if order.first == "client" { #expect(await client.fate() == .ended) }
            let heard = try await far.read(said.readableBytes)
            #expect(heard.elementsEqual(said.readableBytesView), "other bytes")
            #expect(await far.fate() == .ended)
        }
    }

    @Test("a client's reset ends the far end's connection in both directions")
    func clientResets() async throws {
        try await between("reset-cf") { client, far in
            try await client.reset()
            _ = await far.fate()
            #expect(await isOver(far))
        }
    }

    @Test("a far end's reset ends the client's connection in both directions")
    func farEndResets() async throws {
        try await between("reset-fc") { client, far in
            try await far.reset()
            _ = await client.fate()
            #expect(await isOver(client))
        }
    }

    @Test("a client that goes on sending to a far end that is gone is stopped, not left hanging")
    func farEndCloses() async throws {
        try await between("close-fc") { client, far in
            await far.close()
            #expect(await isOver(client))
        }
    }

    /// Goes on sending until that fails, which it only does when nobody takes it any more.
    private func isOver(_ peer: Peer) async -> Bool {
        let (stream, ending) = AsyncStream<Void>.makeStream()
        peer.whenClosed { ending.finish() }
        while true {
            do { try await peer.send(ByteBuffer(repeating: 0, count: 1024)) } catch { break }
        }
        for await _ in stream {}
        return true
    }

    private func between(
        _ name: String, _ body: @Sendable (_ client: Peer, _ far: Peer) async throws -> Void
    ) async throws {
        try await between(name) { client, far, _ in try await body(client, far) }
    }

    private func between(
        _ name: String, _ body: @Sendable (_ client: Peer, _ far: Peer, _ tunnel: Tunnel) async throws -> Void
    ) async throws {
        let grounds = try Grounds.current
        try await grounds.tunnel(try grounds.options("meeting")) { tunnel, _ in
            let client = try await Peer.connect(to: tunnel.endpoint)
            try await client.send(name)
            let far = try await grounds.meeting.arrival(of: name)
            try await body(client, far, tunnel)
            await client.close()
            await far.close()
        }
    }
}

extension Tunnel {
    fileprivate var knowsThatClientsHaveGone: Bool { clients.values.allSatisfy { $0.value.isDraining } }
    fileprivate var knowsThatClientsHaveSaidAll: Bool { clients.values.allSatisfy { $0.value.sawClientEnd } }
}
