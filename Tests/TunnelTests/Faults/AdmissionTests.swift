import Inventory
import Testing
import Tunnel

@testable import LevelsLab

/// The local end is for the one who opened it.
@Suite("admission", .serialized, .grounds, .timeLimit(.minutes(2)))
struct AdmissionTests {
    /// Says what it got, or that it got nothing.
    private static let program = """
        import socket, sys
        s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        s.settimeout(30)
        try:
            s.sendall(b"hello")
            got = s.recv(5)
        except OSError:
            got = b""
        print("got", len(got))
        """

    private func ask(_ endpoint: LocalEndpoint?, as prefix: [String]) async throws -> String {
        guard case .loopback(let port) = endpoint else { throw Absent(what: "port") }
        let python = try Programs.find("/usr/bin/python3", install: "apt-get install python3")
        return try await Command.run(prefix + [python, "-c", Self.program, "\(port)"])
    }

    @Test("the opener's other processes are let in")
    func own() async throws {
        let grounds = try Grounds.current
        try await grounds.tunnel(try grounds.options()) { tunnel, _ in
            let answer = try await ask(tunnel.endpoint, as: [])
            #expect(answer == "got 5\n")
        }
    }

    @Test(
        "another user's process gets nothing, and the far end never hears of it",
        .enabled(if: Machine.isRoot && Machine.hasProcesses, "only root on Linux can be somebody else as well"))
    func other() async throws {
        let grounds = try Grounds.current
        let setpriv = try Programs.find("setpriv", install: "apt-get install util-linux")
        try await grounds.tunnel(try grounds.options()) { tunnel, log in
            let prefix = [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups"]
            let answer = try await ask(tunnel.endpoint, as: prefix)
            #expect(answer == "got 0\n")
            let reason = try await log.first { event in
                if case .clientRefused(let reason) = event { reason } else { nil }
            }
            #expect(reason == "it belongs to user 65534")
            #expect(!log.all.contains { if case .clientOpened = $0 { true } else { false } })
        }
    }

    @Test("a Unix socket in a folder of one's own serves, for its owner only, and is gone afterwards")
    func unixSocket() async throws {
        let grounds = try Grounds.current
        let folder = "\(grounds.lab.folder)/client/private"
        try Disk.makeFolder(folder, mode: 0o700)
        var options = try grounds.options()
        options.local = .unix(path: folder + "/echo.sock")
        try await grounds.tunnel(options) { tunnel, _ in
            let client = try await Peer.connect(to: tunnel.endpoint)
            #expect(try await client.isEchoed())
            await client.close()
        }
        #expect(Disk.entries(folder) == [])
    }

    @Test("a Unix socket in a folder that others may enter is refused", arguments: [0o755, 0o710, 0o701] as [UInt32])
    func openFolder(_ mode: UInt32) async throws {
        let grounds = try Grounds.current
        let folder = "\(grounds.lab.folder)/client/open-\(Random.hex(4))"
        try Disk.makeFolder(folder, mode: mode)
        var options = try grounds.options()
        options.local = .unix(path: folder + "/echo.sock")
        let failure = await #expect(throws: TunnelFailure.self) { try await grounds.tunnel(options) { _, _ in } }
        #expect(failure?.hop == .local)
        #expect(failure?.exit == .refused)
        #expect(failure?.hint == "chmod 700 \(folder)")
        #expect(Disk.entries(folder) == [])
    }

    @Test("a port that is taken is not shared")
    func takenPort() async throws {
        let grounds = try Grounds.current
        try await grounds.tunnel(try grounds.options()) { tunnel, _ in
            guard case .loopback(let port) = await tunnel.endpoint else { throw Absent(what: "port") }
            var second = try grounds.options()
            second.local = .loopback(port: port)
            let failure = await #expect(throws: TunnelFailure.self) { try await grounds.tunnel(second) { _, _ in } }
            #expect(failure?.message.contains("port \(port) is taken") == true)
        }
    }
}
