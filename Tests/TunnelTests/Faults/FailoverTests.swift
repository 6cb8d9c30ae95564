import Inventory
import LevelsLab
import SSH
import Testing
import Tunnel

/// What becomes of a tunnel when a machine that it passes through is gone, or does not answer any more.
@Suite("failover", .serialized, .grounds, .timeLimit(.minutes(3)))
struct FailoverTests {
    private func options(_ name: String = "echo") throws -> TunnelOptions {
        var options = try Grounds.current.options(name)
        // A bastion that is alive answers one of three, however busy this machine.
        options.session.keepalive = .init(interval: .seconds(1), missed: 4)
        options.patience.handshake = .seconds(4)
        return options
    }

    enum Blow: String, CaseIterable, CustomTestStringConvertible {
        /// Its connections end.
        case kill
        /// Its connections stay, and nobody answers on them: a half-open path.
        case pause

        var testDescription: String { rawValue }

        func strike(_ server: LabServer) async throws {
            switch self {
            case .kill: try await server.kill()
            case .pause: try server.pause()
            }
        }
    }

    @Test("another host carries on for one that is gone", arguments: Blow.allCases)
    func host(_ blow: Blow) async throws {
        let grounds = try Grounds.current
        try await grounds.mend()
        try await grounds.tunnel(try options()) { tunnel, log in
            #expect(try await log.host() == "host-1")
            let mark = log.count
            try await blow.strike(try grounds.lab.server("host-1"))
            #expect(try await log.lost(from: mark).hop == .host("host-1"))
            let client = try await Peer.connect(to: tunnel.endpoint)
            #expect(try await client.isEchoed())
            #expect(try await log.host(from: mark) == "host-2")
            await client.close()
        }
    }

    @Test(
        "another bastion carries on for one that is gone, and the host behind it is not blamed",
        arguments: Blow.allCases)
    func bastion(_ blow: Blow) async throws {
        let grounds = try Grounds.current
        try await grounds.mend()
        let options = try options()
        let bastions = options.vpc.bastions.map { Hop.bastion($0.address.description) }
        try await grounds.tunnel(options) { tunnel, log in
            let mark = log.count
            try await blow.strike(try grounds.lab.server("bastion-a"))
            #expect(try await log.lost(from: mark).hop == bastions[0])
            let client = try await Peer.connect(to: tunnel.endpoint)
            #expect(try await client.isEchoed())
            let dialled = log.all.dropFirst(mark).compactMap { if case .dialling(let hop) = $0 { hop } else { nil } }
            #expect(dialled == [bastions[1], .host("host-1")])
            await client.close()
        }
    }

    @Test("with both hops on one event loop a bastion is blamed for its end as well")
    func oneLoop() async throws {
        let grounds = try Grounds.current
        try await grounds.mend()
        var options = try options()
        options.loops = 1
        let bastion = Hop.bastion(options.vpc.bastions[0].address.description)
        try await grounds.tunnel(options) { _, log in
            let mark = log.count
            try await grounds.lab.server("bastion-a").kill()
            #expect(try await log.lost(from: mark).hop == bastion)
        }
    }

    @Test("a host that was passed over at the opening is told of")
    func passedOver() async throws {
        let grounds = try Grounds.current
        try await grounds.mend()
        try await grounds.lab.server("host-1").kill()
        try await grounds.tunnel(try options()) { tunnel, log in
            #expect(try await log.host() == "host-2")
            let hop = try await log.first { event in if case .failedOver(let hop, _) = event { hop } else { nil } }
            #expect(hop == .host("host-1"))
            let client = try await Peer.connect(to: tunnel.endpoint)
            #expect(try await client.isEchoed())
            await client.close()
        }
    }

    @Test("a host that has recovered is used again when its time of being passed over has run out")
    func recovered() async throws {
        let grounds = try Grounds.current
        try await grounds.mend()
        var options = try options()
        options.patience.memory = .zero
        try await grounds.tunnel(options) { tunnel, log in
            try await grounds.lab.server("host-1").kill()
            #expect(try await log.host(from: log.count) == "host-2")
            let mark = log.count
            try await grounds.lab.server("host-1").start()
            try await grounds.lab.server("host-2").kill()
            #expect(try await log.host(from: mark) == "host-1")
            let client = try await Peer.connect(to: tunnel.endpoint)
            #expect(try await client.isEchoed())
            await client.close()
        }
    }

    @Test("a connection that was cut is reset, and nothing of it is said again over the next route")
    func cut() async throws {
        let grounds = try Grounds.current
        try await grounds.mend()
        try await grounds.tunnel(try options("meeting")) { tunnel, log in
            let client = try await Peer.connect(to: tunnel.endpoint)
            try await client.send("cut-oncedelete from customer")
            let far = try await grounds.meeting.arrival(of: "cut-once")
            #expect(try await far.read(20) == Array("delete from customer".utf8))
            let mark = log.count
            try await grounds.lab.server("host-1").kill()
            #expect(await client.fate() == .reset)
            try await log.recovered(from: mark)

            let next = try await Peer.connect(to: tunnel.endpoint)
            try await next.send("cut-next")
            let farNext = try await grounds.meeting.arrival(of: "cut-next")
            try await farNext.send("nothing but what the next one asked for")
            try await farNext.finish()
            try await next.finish()
            #expect(await farNext.fate() == .ended)
            #expect(await next.fate() == .ended)
        }
    }

    @Test("while there is no way through clients are parked, and served when there is one")
    func parked() async throws {
        let grounds = try Grounds.current
        try await grounds.mend()
        var options = try options()
        options.patience.parking = .seconds(60)
        options.patience.parkedClients = 2
        try await grounds.tunnel(options) { tunnel, log in
            for host in grounds.lab.hosts { try await host.kill() }
            _ = try await log.lost()
            var waiting: [Peer] = []
            for _ in 0..<2 {
                let client = try await Peer.connect(to: tunnel.endpoint)
                try await client.send("are you there?")
                waiting.append(client)
            }
            let known = { log.all.count { if case .clientOpened = $0 { true } else { false } } }
            #expect(try await eventually { known() == 2 })

            #expect(try await Peer.fateOfNewClient(at: tunnel.endpoint) == .reset)

            try await grounds.lab.server("host-3").start()
            for client in waiting {
                #expect(try await client.read(14) == Array("are you there?".utf8))
                await client.close()
            }
        }
    }

    @Test("a client that was parked for too long is turned away by a reset")
    func parkedTooLong() async throws {
        let grounds = try Grounds.current
        try await grounds.mend()
        var options = try options()
        options.patience.parking = .milliseconds(300)
        try await grounds.tunnel(options) { tunnel, log in
            for host in grounds.lab.hosts { try await host.kill() }
            _ = try await log.lost()
            #expect(try await Peer.fateOfNewClient(at: tunnel.endpoint) == .reset)
        }
    }

    @Test("clients that come while the database is down wait for it within the same bounds")
    func databaseDown() async throws {
        let grounds = try Grounds.current
        try await grounds.mend()
        var options = try options()
        options.patience.parking = .seconds(60)
        options.patience.parkedClients = 2
        try await grounds.tunnel(options) { tunnel, log in
            await grounds.echo.stop()
            let clients: [Peer] = await withTaskGroup(of: Peer?.self) { group in
                for _ in 0..<3 { group.addTask { try? await Peer.connect(to: tunnel.endpoint) } }
                return await group.reduce(into: []) { if let client = $1 { $0.append(client) } }
            }
            // One of them is one too many; which, is the kernel's choice.
            let reason = try await log.first { event in
                if case .clientClosed(_, _, _, _, let reason) = event { reason } else { nil }
            }
            #expect(reason == "too many wait already")
            try await grounds.echo.start()
            var served = 0
            for client in clients where (try? await client.isEchoed()) == true { served += 1 }
            #expect(served == 2)
            for client in clients { await client.close() }
        }
    }
}
