import Testing

@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite struct DelayRelayTests {
    private let pattern = Pattern(seed: 7)

    @Test func everyByteArrivesAndTheEndAfterThem() async throws {
        let count = 1 << 20
        try await relayed(.sink) { socket in
            try socket.sendAll(pattern.bytes(at: 0, count: count))
            socket.endSending()
            var sum = StreamSum()
            sum.add(pattern.bytes(at: 0, count: count))
            #expect(String(decoding: socket.receiveAll(within: .seconds(60)), as: UTF8.self) == sum.line)
        }
    }

    @Test func whatComesAfterOurEndIsStillReceived() async throws {
        try await relayed(.source(count: 1 << 20, pattern)) { socket in
            socket.endSending()
            #expect(socket.receiveAll(within: .seconds(60)) == pattern.bytes(at: 0, count: 1 << 20))
        }
    }

    @Test func anEchoTakesARoundTripAtLeast() async throws {
        try await relayed(.echo, roundTrip: .milliseconds(60)) { socket in
            socket.send([1])
            #expect(socket.receive(1, within: .seconds(60)) == [1])
            let start = ContinuousClock.now
            socket.send([2])
            #expect(socket.receive(1, within: .seconds(60)) == [2])
            #expect(ContinuousClock.now - start >= .milliseconds(60))
        }
    }

    @Test func aResetIsPassedOn() async throws {
        try await relayed(.reset) { socket in
            #expect(socket.receive(1, within: .seconds(60)).isEmpty)
            #expect((socket.hasEnded) == true)
        }
    }

    @Test func aTargetThatIsNotThereEndsTheClient() async throws {
        let port = try FreePort.pick()
        let relay = try await DelayRelay.start(listen: "127.0.0.1:0", to: "127.0.0.1:\(port)", roundTrip: .zero)
        let socket = try Socket()
        // The reset may be there before we have seen that we were connected.
        let code = try socket.connect(to: "127.0.0.1", port: relay.port, within: .seconds(60))
        #expect(code == 0 || code == ECONNRESET)
        #expect(socket.receive(1, within: .seconds(60)).isEmpty)
        #expect((socket.hasEnded) == true)
        await relay.close()
    }

    private func relayed(
        _ behaviour: TCPServer.Behaviour, roundTrip: Duration = .milliseconds(10),
        _ body: (borrowing Socket) throws -> Void
    ) async throws {
        try await TCPServer.with(behaviour) { server in
            let relay = try await DelayRelay.start(
                listen: "127.0.0.1:0", to: "127.0.0.1:\(server.port)", roundTrip: roundTrip)
            let socket = try Socket()
            #expect(try socket.connect(to: "127.0.0.1", port: relay.port, within: .seconds(60)) == 0)
            try body(socket)
            await relay.close()
        }
    }
}
