import LevelsLab
import NIOCore
import Testing

@testable import SSH

/// What answers on port 22 may be anything. All of it ends in an error that says something, in bounded time and memory.
@Suite(.timeLimit(.minutes(10)))
struct GarbageTests {
    private let policy: HostKeyPolicy

    init() throws {
        var writer = WireWriter()
        writer.string(KeyType.ed25519)
        writer.string([UInt8](repeating: 1, count: 32))
        policy = HostKeyPolicy(pinned: [try PublicKeyBlob(writer.bytes)])
    }

    @Test("a banner without end is given up", arguments: ["a line\r\n", "no end of line "])
    func endlessBanner(line: String) async throws {
        let error = try await outcome(StrayServer.pieces(Array(String(repeating: line, count: 5000).utf8), of: 1000))
        guard case .greeting(.endlessBanner)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a version line without end is given up")
    func endlessVersion() async throws {
        let error = try await outcome([Array(("SSH-2.0-" + String(repeating: "x", count: 5000)).utf8)])
        guard case .greeting(.malformedVersion)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a web server is not taken for SSH")
    func webServer() async throws {
        let error = try await outcome(
            [Array("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".utf8)], closes: true)
        guard case .greeting(.malformedVersion("HTTP/1.1 400 Bad Request"))? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(
        "what sshd says where it wants nobody is told", arguments: ["Not allowed at this time", "Exceeded MaxStartups"])
    func turnedAway(words: String) async throws {
        let error = try await outcome([Array("\(words)\r\n".utf8)], closes: true)
        guard case .turnedAway(words)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("random bytes after the version are an error", arguments: 0..<200)
    func randomBytes(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let bytes = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let error = try await outcome(StrayServer.pieces(Packets.version + bytes, of: 1 + Int(seed) * 20))
        guard case .greeting? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("random bytes after a good KEXINIT are an error", arguments: 0..<200)
    func randomAfterInit(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let bytes = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let start = Packets.version + Packets.keyExchangeInit(Packets.lists())
        let error = try await outcome([start, bytes], closes: true)
        switch error {
        case .library?, .closed?, .disconnected?: break
        default: Issue.record("\(String(describing: error))")
        }
    }

    @Test(
        "a packet that is said to be huge is an error at once", arguments: [35_001, 1 << 20, 0x7fff_ffff, 0xffff_ffff])
    func hugeFirstPacket(length: Int) async throws {
        var writer = WireWriter()
        writer.uint32(UInt32(length))
        let error = try await outcome([Packets.version, writer.bytes])
        guard case .greeting(.oversizePacket(length: length))? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(
        "a later packet that is said to be huge is an error at once",
        arguments: [1 << 20, 0x7fff_ffff, 0xffff_ffff, 0, 3])
    func hugeLaterPacket(length: Int) async throws {
        var writer = WireWriter()
        writer.uint32(UInt32(length))
        writer.raw([UInt8](repeating: 4, count: 64))
        let error = try await outcome(
            [Packets.version, Packets.keyExchangeInit(Packets.lists()), writer.bytes])
        guard case .library? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("absurd lists of algorithms are an error, or fit into it")
    func absurdLists() async throws {
        let absurd = [
            (0..<3000).map { "alg\($0)" }, [String(repeating: "x", count: 30_000)], ["", "", ""], [],
            ["\u{1b}[31mred", "a\u{0}b"],
        ]
        for names in absurd {
            let error = try await outcome(
                [Packets.version, Packets.keyExchangeInit(Packets.lists(keyExchange: names))])
            switch error {
            case .algorithms(let mismatches)?:
                #expect(mismatches.first?.kind == .keyExchange)
                #expect(mismatches.allSatisfy { $0.message.utf8.count < 4096 && !$0.message.contains("\u{1b}") })
            case .greeting?: break
            default: Issue.record("\(String(describing: error))")
            }
        }
    }

    @Test("a server that does not wait for our version is judged by what we then propose")
    func earlyGreeting() async throws {
        let stray = try await StrayServer()
        var lists = Packets.lists()
        // Known to us, and not the kind of the host key that is pinned.
        lists.hostKey = ["ecdsa-sha2-nistp256"]
        let bytes = Packets.version + Packets.keyExchangeInit(lists)
        try await stray.session.eventLoop.submit { stray.session.receive(ByteBuffer(bytes: bytes)) }.get()
        let error = await stray.handshake([], thenCloses: false, trusting: policy, within: Login.limit)
        guard case .algorithms(let mismatches)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(mismatches.map(\.kind) == [.hostKey])
        #expect(mismatches.first?.ours == ["ssh-ed25519"])
    }

    @Test("a server that floods before it is asked anything is dropped")
    func flood() async throws {
        let stray = try await StrayServer()
        let start = Packets.version + Packets.keyExchangeInit(Packets.lists())
        let flood = ByteBuffer(repeating: 0, count: 1 << 20)
        let session = stray.session
        try await session.eventLoop.submit {
            session.receive(ByteBuffer(bytes: start))
            for _ in 0..<64 { session.receive(flood) }
        }.get()
        let held = await session.unread
        #expect(held <= 5 << 20)
        guard case .library? = await session.failure else {
            Issue.record("\(String(describing: await session.failure))")
            return
        }
    }

    @Test("a server that would choose the group for Diffie and Hellman itself is refused before it can")
    func groupExchange() async throws {
        let lists = Packets.lists(keyExchange: ["diffie-hellman-group-exchange-sha256"])
        let error = try await outcome([Packets.version, Packets.keyExchangeInit(lists)])
        guard case .algorithms(let mismatches)? = error, mismatches.contains(where: { $0.kind == .keyExchange }) else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a server that says nothing is given up when the time is over")
    func silence() async throws {
        let stray = try await StrayServer()
        let error = await stray.handshake([], thenCloses: false, trusting: policy, within: .milliseconds(50))
        guard case .timedOut(.handshake)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("who is cancelled is not kept waiting, not even one who was before it asked", arguments: [true, false])
    func cancelled(before: Bool) async throws {
        let stray = try await StrayServer()
        let asking = Task {
            if before { withUnsafeCurrentTask { $0?.cancel() } }
            return await stray.handshake([], thenCloses: false, trusting: policy, within: .seconds(600))
        }
        if !before { asking.cancel() }
        guard case .closed? = await asking.value else {
            Issue.record("\(String(describing: await asking.value))")
            return
        }
    }

    @Test("a server that drips one byte after another gets no more time")
    func drip() async throws {
        let stray = try await StrayServer()
        let session = stray.session
        let drip = session.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(5)) { _ in
            session.receive(ByteBuffer(string: "x"))
        }
        let error = await stray.handshake([], thenCloses: false, trusting: policy, within: .milliseconds(100))
        drip.cancel()
        guard case .timedOut(.handshake)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    private func outcome(_ pieces: [[UInt8]], closes: Bool = false) async throws -> SSHError? {
        let account: MemoryAccount
        let error: SSHError?
        do {
            let stray = try await StrayServer()
            account = stray.account
            error = await stray.handshake(pieces, thenCloses: closes, trusting: policy, within: Login.limit)
            #expect(try await account.inUse() < 1 << 20)
        }
        #expect(try await account.isGivenBack())
        return error
    }
}
