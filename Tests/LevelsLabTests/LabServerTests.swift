import Testing

@testable import LevelsLab

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite struct LabServerTests {
    @Test func killedServerComesBackOnItsPort() async throws {
        try await Lab.with(Here.options(.loopback)) { lab in
            let server = try lab.server("host-1")
            try await server.kill()
            #expect(!server.isRunning())
            #expect(try await Probe(server.record).ask() != .greeted)
            try await server.start()
            #expect(try await Probe(server.record).ask() == .greeted)
        }
    }

    @Test func killEndsConnections() async throws {
        try await Lab.with(Here.options(.loopback)) { lab in
            let server = try lab.server("bastion-b")
            let socket = try Socket()
            #expect(try socket.connect(to: server.address, port: server.port, within: .seconds(60)) == 0)
            #expect(socket.receive(8, within: .seconds(60)) == Array("SSH-2.0-".utf8))
            try await server.kill()
            while !socket.receive(1024, within: .seconds(60)).isEmpty {}
            #expect((socket.hasEnded) == true)
        }
    }

    @Test func pausedServerKeepsConnectionsAndSaysNothing() async throws {
        try await Lab.with(Here.options(.loopback)) { lab in
            let server = try lab.server("bastion-a")
            try server.pause()
            let socket = try Socket()
            #expect(try socket.connect(to: server.address, port: server.port, within: .seconds(60)) == 0)
            #expect(socket.receive(8, within: .milliseconds(300)).isEmpty)
            #expect((socket.hasEnded) == false)
            try server.resume()
            #expect(socket.receive(8, within: .seconds(60)) == Array("SSH-2.0-".utf8))
        }
    }

    @Test func pauseStopsTheProcessOfAConnectionToo() async throws {
        try await Lab.with(Here.options(.loopback)) { lab in
            let server = try lab.server("bastion-a")
            let socket = try Socket()
            #expect(try socket.connect(to: server.address, port: server.port, within: .seconds(60)) == 0)
            var banner: [UInt8] = []
            while banner.last != UInt8(ascii: "\n") {
                let more = socket.receive(64, within: .seconds(60))
                try #require(!more.isEmpty)
                banner += more
            }
            try server.pause()
            // sshd answers a client's banner with its key exchange, if it is awake.
            socket.send(Array("SSH-2.0-test\r\n".utf8))
            #expect(socket.receive(64, within: .milliseconds(300)).isEmpty)
            try server.resume()
            #expect(!socket.receive(64, within: .seconds(60)).isEmpty)
        }
    }

    @Test func unknownNameIsAnsweredWithTheKnownOnes() async throws {
        try await Lab.with(Here.options(.loopback)) { lab in
            let failure = #expect(throws: LabFailure.self) { try lab.server("host-9") }
            #expect(failure?.hint?.contains("host-3") == true)
        }
    }

    @Test(.enabled(if: Here.hasPostgres, "apt-get install postgresql"))
    func killedPostgresLeavesNoSharedMemory() async throws {
        let number = try await Lab.with(Here.options(.loopback, engines: [.postgres])) { lab in
            let file = lab.folder + "/db/db-events/data/postmaster.pid"
            let lines = try #require(Disk.text(file)).split(separator: "\n", omittingEmptySubsequences: false)
            let last = try #require(lines[6].split(separator: " ").last)
            try await lab.server("db-events").kill()
            return try #require(Int32(last))
        }
        var segment = shmid_ds()
        #expect(shmctl(number, IPC_STAT, &segment) == -1)
    }
}
