import LevelsLab
import Testing

@testable import AuthorizedKeys

@Suite("Verdicts, beside a real sshd's", .serialized)
struct SSHDAgreementTests {
    @Test func everyOddLineIsJudgedAsSSHDJudgesIt() async throws {
        let now = Doorman.now
        let lines = try OddLine.all(seed: 3, now: now)
        #expect(lines.count > 200)
        let context = ServerContext(now: now, secondsEastOfUTC: 0, clientAddress: "127.0.0.1")
        for batch in lines.batches(of: Doorman.mostKeys) {
            let file = try AuthorizedKeysFile(batch.flatMap(\.bytes))
            let taken = try await Doorman.taken(batch.map(\.key), by: file.rendered)
            for line in batch {
                let index = file.decidingLine(for: line.key, context)
                #expect((index != nil) == taken.contains(line.key), "\(line.name): \(Self.verdicts(line, context))")
            }
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func whatIsLeftOfSpoiltLinesIsJudgedAsSSHDJudgesIt(_ seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let now = Doorman.now
        let lines = try OddLine.all(seed: seed &+ 100, now: now).filter { $0.bytes.count < 1000 }.shuffled(
            using: &generator
        )
        .prefix(80)
        let file = try AuthorizedKeysFile(lines.flatMap { generator.mutated($0.bytes) })
        let context = ServerContext(now: now, secondsEastOfUTC: 0, clientAddress: "127.0.0.1")
        let keys = Set(lines.map(\.key)).union(file.lines.compactMap(\.key))
        for batch in Array(keys).batches(of: Doorman.mostKeys) {
            let taken = try await Doorman.taken(batch, by: file.rendered)
            for key in batch {
                let verdicts = file.lines.filter { $0.key == key }.map { $0.verdict(context) }
                // A service of that name may be there or not.
                guard !verdicts.contains(where: { if case .undetermined = $0 { true } else { false } }) else {
                    continue
                }
                #expect(verdicts.contains(.inForce) == taken.contains(key), "\(key): \(verdicts)")
            }
        }
    }

    /// What the end of a file does to its last line, and what the middle does.
    @Test(arguments: [
        "", "\n", "\r\n", "\r", " ", "\0", "\0\n", " me", " me\r", "\n\n\n", "\n#", "\n#\r", "\nrestrict", "=",
        "\u{1A}", "\\\n",
    ])
    func theLastLineCountsHoweverItEnds(_ end: String) async throws {
        var generator = SeededGenerator(seed: 5)
        let keys = try (0..<2).map { _ in try Made.ed25519(&generator) }
        let file = try AuthorizedKeysFile(Array("\n\u{FEFF}\n\(keys[0].text)\n\(keys[1].text)\(end)".utf8))
        let admitted = file.admittedKeys(ServerContext(now: Doorman.now))
        #expect(try await Doorman.taken(keys, by: file.rendered) == Set(admitted))
        #expect(admitted.contains(keys[0]))
    }

    @Test func carriageReturnsAloneEndNoLine() async throws {
        var generator = SeededGenerator(seed: 6)
        let keys = try (0..<3).map { _ in try Made.ed25519(&generator) }
        let file = try AuthorizedKeysFile(Array(keys.map { $0.text + " me" }.joined(separator: "\r").utf8))
        #expect(file.admittedKeys(ServerContext(now: 0)) == [keys[0]])
        #expect(try await Doorman.taken(keys, by: file.rendered) == [keys[0]])
    }

    @Test func theFirstUsableLineOfAKeyIsTheOneThatDecides() async throws {
        var generator = SeededGenerator(seed: 7)
        let key = try Made.ed25519(&generator)
        let loose = "from=\"10.0.0.0/8\" \(key.text)\nfrobnicate \(key.text)\n\(key.text)\nrestrict \(key.text)\n"
        let file = try AuthorizedKeysFile(Array(loose.utf8))
        #expect(file.decidingLine(for: key, ServerContext(now: 0, clientAddress: "127.0.0.1")) == 2)
        #expect(file.decidingLine(for: key, ServerContext(now: 0, clientAddress: "10.1.2.3")) == 0)
        #expect(try await Doorman.taken([key], by: file.rendered) == [key])
    }

    @Test(arguments: [("UTC", 0), ("XXX-14", 14), ("XXX12", -12)] as [(String, Int64)])
    func aTimeWithoutZoneIsTheHosts(_ zone: String, _ hours: Int64) async throws {
        var generator = SeededGenerator(seed: 8)
        let now = Doorman.now
        var text = ""
        var keys: [PublicKey] = []
        for hour in -16...16 as ClosedRange<Int64> {
            // Half an hour off, so that no second decides.
            let time = try #require(ExpiryTime(utc: now + hour * 3600 + 1800)).text.dropLast()
            keys.append(try Made.ed25519(&generator))
            text += "expiry-time=\"\(time)\" \(keys[keys.count - 1].text)\n"
        }
        let file = try AuthorizedKeysFile(Array(text.utf8))
        var options = Doorman.Options()
        options.zone = zone
        let taken = try await Doorman.taken(keys, by: file.rendered, options)
        #expect(taken == Set(file.admittedKeys(ServerContext(now: now, secondsEastOfUTC: hours * 3600))))
        // Where the zone is not known, nothing that is in force anywhere counts as gone.
        let unknown = ServerContext(now: now)
        #expect(taken.isSubset(of: file.admittedKeys(unknown)))
        #expect(Set(file.lines.filter { $0.verdict(unknown) == .inForce }.compactMap(\.key)).isSubset(of: taken))
    }

    /// A line that we write is a line that sshd takes, whatever was asked for.
    @Test func noLineThatIsWrittenIsDead() async throws {
        var generator = SeededGenerator(seed: 10)
        let now = Doorman.now
        let words = [
            "a", "\"", "\\", " ", ",", "#", "'", "ü", "$(x)", "=", "\t", "ssh-ed25519 AAAA", "%", "*", "\u{301}",
        ]
        var keys: [PublicKey] = []
        var file = try AuthorizedKeysFile(Array("# by hand\r\nfrobnicate\0".utf8))
        while keys.count < Doorman.mostKeys {
            func text() -> RawText {
                RawText((0..<generator.number(0...6)).map { _ in generator.one(of: words) }.joined())
            }
            let possible: [KeyOption] = [
                .restrict, .permission(generator.one(of: KeyOption.Permission.allCases), true), .command(text()),
                .from(RawText("127.0.0.0/8," + text().escaped())), .verifyRequired(false),
                .environment(RawText(Array("A=".utf8) + text().bytes)),
                .permitOpen(RawText(text().bytes + Array(":1".utf8))),
                .permitListen("8080"), .tunnel("any"), .expiryTime(try #require(ExpiryTime(utc: now + 3600))),
            ]
            let options = KeyOptions((0..<generator.number(0...5)).map { _ in generator.one(of: possible) })
            let entry = AuthorizedKey(options: options, key: try Made.ed25519(&generator), comment: text())
            guard let longer = try? file.inserting(entry) else { continue }
            file = longer
            keys.append(entry.key)
        }
        let context = ServerContext(now: now, clientAddress: "127.0.0.1")
        // What is asked for may keep 127.0.0.1 out (`from="127.0.0.0/8,!*"`), which is no fault of the writing.
        let meant = Set(file.lines.filter { $0.verdict(context) != .ignored(.fromElsewhere) }.compactMap(\.key))
        #expect(meant.count > Doorman.mostKeys / 2)
        #expect(try await Doorman.taken(keys, by: file.rendered) == meant)
    }

    @Test func theServersOwnRulesCount() async throws {
        var generator = SeededGenerator(seed: 9)
        let keys =
            try Made.oneOfEach(&generator) + [1024, 2047].map { try Made.rsa(modulus: Made.modulus($0, &generator)) }
        let file = try AuthorizedKeysFile(Array(keys.map { $0.text + "\n" }.joined().utf8))
        var context = ServerContext(now: Doorman.now, requiredRSABits: 2048)
        context.acceptedTypes.remove(.ecdsa256)
        var options = Doorman.Options()
        options.config = ["RequiredRSASize 2048", "PubkeyAcceptedAlgorithms -ecdsa-sha2-nistp256"]
        #expect(try await Doorman.taken(keys, by: file.rendered, options) == Set(file.admittedKeys(context)))
    }

    @Test(arguments: [("", "rsa"), ("restrict ", "ecdsa"), ("command=\"true\",from=\"127.0.0.0/8\" ", "ed25519")])
    func whoHoldsTheKeyGetsIn(_ options: String, _ kind: String) async throws {
        try await TestFolder.with { folder in
            let line = try await folder.makeKey("mine", ["-t", kind])
            let file = try AuthorizedKeysFile(Array((options + line).utf8))
            #expect(file.lines.map { $0.verdict(ServerContext(now: 0, clientAddress: "127.0.0.1")) } == [.inForce])
            #expect(try await Doorman.admits(folder("mine"), folder, by: file.rendered))
            let key = try PublicKey(parsing: line)
            #expect(try await !Doorman.admits(folder("mine"), folder, by: file.removing([key]).rendered))
        }
    }

    private static func verdicts(_ line: OddLine, _ context: ServerContext) -> [String] {
        (try? AuthorizedKeysFile(line.bytes).lines.map { $0.verdict(context).message }) ?? []
    }
}

extension Array {
    func batches(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min(count, $0 + size)]) }
    }
}
