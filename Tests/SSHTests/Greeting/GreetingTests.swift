import LevelsLab
import NIOCore
import Testing

@testable import SSH

#if canImport(Darwin)
    import Darwin

    private let streamSocket = SOCK_STREAM
#else
    import Glibc

    private let streamSocket = Int32(SOCK_STREAM.rawValue)
#endif

@Suite struct GreetingTests {
    static let lists = AlgorithmLists(
        keyExchange: ["curve25519-sha256", "ext-info-s"], hostKey: ["ssh-ed25519"], ciphers: ["aes128-ctr"],
        macs: ["hmac-sha2-256"])

    static func packet(_ payload: [UInt8], padding: Int? = nil) -> [UInt8] {
        let padding = padding ?? 4 + (8 - (payload.count + 9) % 8) % 8
        var writer = WireWriter()
        writer.uint32(UInt32(payload.count + padding + 1))
        writer.byte(UInt8(padding))
        writer.raw(payload)
        writer.raw([UInt8](repeating: 0, count: padding))
        return writer.bytes
    }

    static func keyExchange(_ lists: AlgorithmLists = lists) -> [UInt8] {
        var writer = WireWriter()
        writer.byte(20)
        writer.raw([UInt8](repeating: 9, count: 16))
        for kind in AlgorithmMismatch.Kind.allCases { writer.nameList(lists[kind]) }
        writer.nameList([])
        writer.nameList([])
        writer.boolean(false)
        writer.uint32(0)
        return packet(writer.bytes)
    }

    static let whole = Array("hello\r\nagain\nSSH-2.0-Test_1 comment\r\n".utf8) + keyExchange()

    private func error(_ bytes: [UInt8]) -> GreetingError? {
        var greeting = Greeting()
        do {
            _ = try greeting.feed(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func whatGoesAfterOtherWordsWasNoSSHServer() throws {
        for (said, isStranger) in [
            ("", false), ("SS", false), ("SSH-2.0-Open", false), ("Exceeded MaxStartups\r\n", false),
            ("J\0\0\0\n5.5.5-10.11", true), ("HTTP/1.1 400 Bad Request\r\n\r\n", true),
        ] {
            var greeting = Greeting()
            _ = try greeting.feed(said.utf8)
            #expect((greeting.stranger != nil) == isStranger, "\(said)")
        }
    }

    @Test func theSameIsReadWhateverThePieces() throws {
        for size in [1, 2, 3, 7, 64, 1000] {
            var greeting = Greeting()
            var state = Greeting.State.needMore
            for start in stride(from: 0, to: Self.whole.count, by: size) {
                state = try greeting.feed(Self.whole[start..<min(start + size, Self.whole.count)])
            }
            #expect(state == .algorithms(Self.lists))
            #expect(greeting.version == "SSH-2.0-Test_1 comment")
            #expect(greeting.lines == ["hello", "again"])
        }
    }

    @Test func theVersionIsKnownBeforeThePacket() throws {
        var greeting = Greeting()
        #expect(try greeting.feed(ByteBuffer(string: "SSH-2.0-x")) == .needMore)
        #expect(try greeting.feed(ByteBuffer(string: "\r\n")) == .version("SSH-2.0-x"))
    }

    @Test func whatARealServerSendsIsRead() async throws {
        try await TestFolder.with { folder in
            _ = try folder.key("host")
            try folder.write(
                "config", "HostKey \(folder("host"))\nCiphers aes128-ctr\nKexAlgorithms curve25519-sha256\n")
            var ends: [Int32] = [-1, -1]
            #expect(socketpair(AF_UNIX, streamSocket, 0, &ends) == 0)
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            let path = try folder.shell("command -v sshd || echo /usr/sbin/sshd").split(separator: "\n").joined()
            // Both directions on the one socket; and a bound, should sshd ever wait for something.
            let command = "exec \(path) -i -f config -E log >&0"
            let sshd = try SpawnedProgram("sh", arguments: ["-c", "cd \(folder.path) && \(command)"], input: ends[1])
            close(ends[1])
            var bound = timeval(tv_sec: 20, tv_usec: 0)
            setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &bound, socklen_t(MemoryLayout<timeval>.size))
            // sshd sends its lists when it has seen a version.
            _ = "SSH-2.0-Probe\r\n".withCString { write(ends[0], $0, 15) }
            var greeting = Greeting()
            var state = Greeting.State.needMore
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(ends[0], &buffer, buffer.count)
                guard count > 0 else { break }
                state = try greeting.feed(buffer[..<count])
                if case .algorithms = state { break }
            }
            close(ends[0])
            _ = sshd.wait()
            guard case .algorithms(let lists) = state else {
                let log = try folder.readText("log")
                Issue.record("sshd sent no algorithms: \(log)")
                return
            }
            #expect(lists.ciphersToClient == ["aes128-ctr"])
            #expect(lists.keyExchange.contains("curve25519-sha256"))
            #expect(lists.hostKey == ["ssh-ed25519"])
            #expect(greeting.version?.hasPrefix("SSH-2.0-OpenSSH") == true)
        }
    }

    @Test func aBannerWithoutEndIsRefused() {
        #expect(error([UInt8](repeating: UInt8(ascii: "a"), count: Greeting.textLimit + 1)).map(Self.isEndless) == true)
        #expect(error(Array(String(repeating: "x\n", count: Greeting.lineLimit + 1).utf8)).map(Self.isEndless) == true)
    }

    private static func isEndless(_ error: GreetingError) -> Bool {
        if case .endlessBanner = error { true } else { false }
    }

    @Test func aVersionLineWithoutEndIsRefused() {
        let line = "SSH-2.0-" + String(repeating: "x", count: 248)
        #expect(error(Array(line.utf8)) == .malformedVersion(line))
    }

    @Test(arguments: ["SSH-1.5-old", "SSH-3.0-new"])
    func anotherVersionIsRefused(line: String) {
        #expect(error(Array("\(line)\r\n".utf8)) == .unsupportedVersion(line))
    }

    @Test(arguments: ["SSH-2.0", "SSH-2.0-", "SSH-", "SSH-2.0-\u{1b}[2J"])
    func aMalformedVersionIsRefused(line: String) {
        #expect(error(Array("\(line)\r\n".utf8)) == .malformedVersion(line))
    }

    @Test func anOldServerThatSpeaksBothIsTaken() throws {
        var greeting = Greeting()
        #expect(try greeting.feed(Array("SSH-1.99-x\n".utf8)) == .version("SSH-1.99-x"))
    }

    @Test func aHugePacketIsRefusedByItsLength() {
        #expect(error(Array("SSH-2.0-x\r\n".utf8) + [0x7f, 0xff, 0xff, 0xff]) == .oversizePacket(length: 0x7fff_ffff))
    }

    @Test func aPacketThatIsNoKeyExchangeIsRefusedByItsNumber() {
        #expect(error(Array("SSH-2.0-x\r\n".utf8) + Self.packet([2, 0, 0, 0, 0])[..<6]) == .notKeyExchange(message: 2))
    }

    @Test func aDisconnectTellsItsReason() {
        var writer = WireWriter()
        writer.byte(1)
        writer.uint32(12)
        writer.string("too many\u{1b}[31m")
        writer.string("")
        let error = error(Array("SSH-2.0-x\r\n".utf8) + Self.packet(writer.bytes))
        #expect(error == .disconnected(reason: "too many\u{1b}[31m"))
        #expect(error?.message == "the server ended the connection: \"too many\\x1b[31m\"")
    }

    @Test func paddingThatDoesNotFitIsRefused() {
        let bytes = Array("SSH-2.0-x\r\n".utf8) + [0, 0, 0, 12, 11, 20]
        #expect(error(bytes) == .malformedPacket("11 bytes of padding"))
    }

    @Test func aCutListIsRefused() {
        let payload: [UInt8] = [20] + [UInt8](repeating: 0, count: 16) + [0xff, 0xff, 0xff, 0xff]
        #expect(
            error(Array("SSH-2.0-x\r\n".utf8) + Self.packet(payload))
                == .malformedPacket("cut short: 4294967295 bytes needed, 0 left"))
    }

    @Test func anErrorStays() {
        var greeting = Greeting()
        #expect(throws: GreetingError.unsupportedVersion("SSH-1.5-x")) { try greeting.feed(Array("SSH-1.5-x\n".utf8)) }
        #expect(throws: GreetingError.unsupportedVersion("SSH-1.5-x")) { try greeting.feed([]) }
    }

    @Test func noBytesMakeItCrash() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<SeededGenerator.iterations {
            let bytes = generator.mutated(Self.whole)
            var greeting = Greeting()
            var pieces = bytes[...]
            var states: [Greeting.State] = []
            while !pieces.isEmpty {
                let size = Int.random(in: 1...64, using: &generator)
                guard let state = try? greeting.feed(pieces.prefix(size)) else { break }
                states.append(state)
                pieces = pieces.dropFirst(size)
            }
            // In pieces or at once, the outcome is the same.
            var again = Greeting()
            #expect((try? again.feed(bytes)) == (try? greeting.feed([])))
        }
    }
}

@Suite struct AlgorithmMismatchTests {
    private let old = AlgorithmLists(
        keyExchange: ["curve25519-sha256", "ecdh-sha2-nistp256"], hostKey: ["ssh-ed25519"], ciphers: ["aes128-ctr"],
        macs: ["hmac-sha2-256", "hmac-sha2-512"])

    private func server(_ change: (inout AlgorithmLists) -> Void) -> AlgorithmLists {
        var lists = old
        change(&lists)
        return lists
    }

    @Test func whatIsSharedIsNoMismatch() {
        #expect(AlgorithmMismatch.all(ours: old, theirs: old).isEmpty)
    }

    @Test func encryptThenMACNeedsANewerLibrary() throws {
        let theirs = server { $0.macsToClient = ["hmac-sha2-256-etm@openssh.com"] }
        let mismatches = AlgorithmMismatch.all(ours: old, theirs: theirs)
        let mismatch = try #require(mismatches.first)
        #expect(mismatches.count == 1)
        #expect(
            mismatch.message
                == "no common MAC from the server: we offer hmac-sha2-256, hmac-sha2-512; "
                + "the server offers hmac-sha2-256-etm@openssh.com")
        #expect(
            mismatch.hint(running: "1.10.0")
                == "use libssh2 1.11.0 or later (this is 1.10.0), or allow one of ours in the server's sshd_config")
        #expect(mismatch.hint(running: "1.11.1") == "allow one of ours in the server's sshd_config")
    }

    @Test(
        arguments: [
            (["chacha20-poly1305@openssh.com"], LibSSH2Release(1, 11, 1)),
            (["chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com"], LibSSH2Release(1, 11, 0)),
            (["aes256-cbc"], nil),
        ] as [([String], LibSSH2Release?)])
    func theEarliestReleaseThatHelpsIsNamed(ciphers: [String], release: LibSSH2Release?) throws {
        let theirs = server { $0.ciphersToServer = ciphers }
        #expect(try #require(AlgorithmMismatch.all(ours: old, theirs: theirs).first).helpfulRelease == release)
    }

    @Test func noReleaseHasPostQuantumKeyExchange() throws {
        let theirs = server { $0.keyExchange = ["mlkem768x25519-sha256", "kex-strict-s-v00@openssh.com"] }
        let mismatch = try #require(AlgorithmMismatch.all(ours: old, theirs: theirs).first)
        #expect(mismatch.helpfulRelease == nil)
        #expect(mismatch.theirs == ["mlkem768x25519-sha256"])
    }

    @Test func anAuthenticatedCipherNeedsNoMAC() {
        let ours = AlgorithmLists(
            keyExchange: old.keyExchange, hostKey: old.hostKey, ciphers: ["aes128-gcm@openssh.com"],
            macs: ["hmac-sha2-256"])
        let theirs = AlgorithmLists(
            keyExchange: old.keyExchange, hostKey: old.hostKey, ciphers: ["aes128-gcm@openssh.com"], macs: ["umac-64"])
        #expect(AlgorithmMismatch.all(ours: ours, theirs: theirs).isEmpty)
    }

    @Test(arguments: [("1.11.1_DEV", LibSSH2Release(1, 11, 1)), ("1.10", nil), ("", nil), ("a.b.c", nil)])
    func releasesAreRead(text: String, release: LibSSH2Release?) {
        #expect(LibSSH2Release(text) == release)
    }
}
