import LevelsLab
import Testing
import Tunnel

/// A database that takes no notice of a connection at first, as behind a packet filter that drops.
@Suite("late openings", .timeLimit(.minutes(2)))
struct LateOpeningTests {
    @Test("a channel that opens after its client has got another does not disturb that one")
    func late() async throws {
        let narrow = try await FarServer.echo(backlog: 0)
        let target = LabTarget(name: "narrow", host: "127.0.0.1", port: narrow.port)
        try await Grounds.with {
            $0.targets.append(target)
        } _: { grounds in
            var options = try grounds.options("narrow")
            options.patience.open = .milliseconds(1500)
            options.patience.parking = .seconds(60)
            try await grounds.tunnel(options) { tunnel, log in
                // It keeps the first way through from being closed.
                let first = try await Peer.connect(to: tunnel.endpoint)
                #expect(try await first.isEchoed())

                try await narrow.takesConnections(false)
                let filler = try await Peer.connect(port: narrow.port)

                let client = try await Peer.connect(to: tunnel.endpoint)
                try await log.recovered()
                let ended = narrow.ended
                try await narrow.takesConnections(true)
                #expect(try await client.isEchoed())
                // The first attempt's connection comes through, and is closed without a word.
                #expect(try await eventually { narrow.ended > ended })
                // What that connection's end leads to is over when as much has gone the same way after it.
                for _ in 0..<3 { #expect(try await first.isEchoed("still there")) }
                #expect(try await client.isEchoed("still there"))
                for peer in [first, filler, client] { await peer.close() }
            }
        }
        await narrow.stop()
    }
}
