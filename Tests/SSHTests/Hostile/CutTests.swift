import LevelsLab
import NIOCore
import Testing

@testable import LevelsLab
@testable import SSH

/// A connection that ends, or lies, at any byte of a handshake.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct CutTests {
    @Test("a server that goes away at any byte of its side of a handshake is an error, and keeps no memory")
    func everyByte() async throws {
        let (said, policy) = try await recorded()
        #expect(said.count > 1000)
        for count in 0..<said.count {
            let account: MemoryAccount
            do {
                let stray = try await StrayServer()
                account = stray.account
                let error = await stray.handshake(
                    [Array(said.prefix(count))], thenCloses: true, trusting: policy, within: Login.limit)
                switch error {
                case .closed(.handshake)?, .library?: break
                default: Issue.record("after \(count) bytes: \(String(describing: error))")
                }
            }
            #expect(try await account.isGivenBack())
        }
    }

    @Test("a byte that is changed anywhere in the server's side is an error or makes no difference")
    func everyFlip() async throws {
        let (said, policy) = try await recorded()
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<Versions.iterations(600) {
            let stray = try await StrayServer()
            let lies = generator.mutated(said)
            // What was recorded was signed for another client, so not even the truth would pass.
            let error = await stray.handshake(
                StrayServer.pieces(lies, of: Int.random(in: 1...2000, using: &generator)), thenCloses: true,
                trusting: policy, within: Login.limit)
            #expect(error != nil)
        }
    }

    @Test("a real server's connection that ends anywhere, in either direction, is an error")
    func realCuts() async throws {
        try await TestServer.with { server in
            let whole = try await run(.none, at: server)
            #expect(whole.error == nil)
            // The client is content when it has the server's NEWKEYS, and the server sends it as soon as it has the client's
            // half of the key exchange.
            let enough = [
                (Meddler.Direction.toClient, try #require(Packets.end(of: 21, in: whole.toClient))),
                (.toServer, try #require(Packets.end(of: 30, in: whole.toServer))),
            ]
            for (direction, total) in enough {
                for count in stride(from: 0, to: total, by: 61) {
                    let error = try await run(.cut(direction, after: count), at: server).error
                    switch error {
                    case .closed?, .library?, .disconnected?: break
                    default: Issue.record("\(direction) after \(count): \(String(describing: error))")
                    }
                }
            }
        }
    }

    @Test("bits that turn over on the way are an error, or stood where nobody reads them")
    func realFlips() async throws {
        var generator = SeededGenerator(seed: 2)
        try await TestServer.with { server in
            let whole = try await run(.none, at: server)
            let sides = [
                (way: Meddler.Direction.toClient, said: whole.toClient, end: Packets.end(of: 21, in: whole.toClient)),
                (way: .toServer, said: whole.toServer, end: Packets.end(of: 30, in: whole.toServer)),
            ]
            for index in 0..<Versions.iterations(40) {
                let side = sides[index % 2]
                let place = Int.random(in: 0..<(try #require(side.end)), using: &generator)
                let bits = UInt8.random(in: 1...255, using: &generator)
                // It ends in time, one way or the other; padding is not covered by anything before keys are there.
                let error = try await run(.flip(side.way, at: place, bits: bits), at: server).error
                #expect(error != nil || !Packets.isHashed(place, in: side.said), "\(side.way) at \(place)")
            }
        }
    }

    private struct Run {
        var error: SSHError?
        var toClient: [UInt8]
        var toServer: [UInt8]
    }

    /// Logs in through a meddler, and has the server do something.
    private func run(_ trick: Meddler.Trick, at server: TestServer) async throws -> Run {
        let meddler = Meddler(trick)
        let socket = try Socket()
        #expect(try socket.connect(to: "127.0.0.1", port: server.port, within: .seconds(20)) == 0)
        let session = try await meddler.session(over: socket.release())
        defer { session.close() }
        var error: SSHError?
        do throws(SSHError) {
            try await session.handshake(
                trusting: HostKeyPolicy(pinned: [server.hostKey]), host: "real", port: 22, within: .seconds(5))
        } catch let failure {
            error = failure
        }
        return Run(error: error, toClient: meddler.toClient, toServer: meddler.toServer)
    }

    private func recorded() async throws -> ([UInt8], HostKeyPolicy) {
        try await PipeServer.with { server in
            let policy = try Login.pinned(server.hostKey)
            let meddler = Meddler(.none)
            let session = try await meddler.session(over: server.descriptor)
            defer { session.close() }
            try await session.handshake(trusting: policy, host: "real", port: 22, within: Login.limit)
            let said = meddler.toClient
            return (Array(said.prefix(try #require(Packets.end(of: 21, in: said)))), policy)
        }
    }
}
