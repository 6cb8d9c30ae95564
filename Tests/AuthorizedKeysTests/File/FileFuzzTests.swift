import LevelsLab
import Testing

@testable import AuthorizedKeys

@Suite("authorized_keys files, of anything")
struct FileFuzzTests {
    @Test func whateverIsReadIsWrittenAgain() throws {
        var generator = SeededGenerator(seed: 11)
        let corpus = try OddLine.all(seed: 11, now: 1_800_000_000).filter { $0.bytes.count < 2000 }
        for _ in 0..<SeededGenerator.iterations {
            let lines = (0..<generator.number(0...6)).flatMap { _ in generator.mutated(generator.one(of: corpus).bytes)
            }
            let file = try AuthorizedKeysFile(lines)
            #expect(file.rendered == lines)
            // Nothing of it may trap, whatever it is.
            for line in file.lines {
                _ = line.verdict(ServerContext(now: .min)).message
                _ = line.verdict(ServerContext(now: .max, version: SSHDVersion(7, 4), secondsEastOfUTC: .min)).message
                _ =
                    line.verdict(ServerContext(now: 0, secondsEastOfUTC: .max, clientAddress: "::1", clientName: "a"))
                    .message
                _ = line.comment?.escaped()
            }
        }
    }

    @Test func removingAKeyTakesItsLinesAndNothingElse() throws {
        var generator = SeededGenerator(seed: 12)
        let corpus = try OddLine.all(seed: 12, now: 1_800_000_000).filter { $0.bytes.count < 2000 }
        for _ in 0..<SeededGenerator.iterations / 10 {
            let bytes = (0..<8).map { _ in generator.one(of: corpus).bytes }
            let file = try AuthorizedKeysFile(Array(bytes.joined()))
            let gone = file.lines.compactMap(\.key).randomElement(using: &generator) ?? corpus[0].key
            let left = file.removing([gone])
            #expect(left.rendered == file.lines.filter { $0.key != gone }.flatMap(\.bytes))
            #expect(!left.lines.contains { $0.key == gone })
            #expect(left == file.removing(fingerprints: [gone.fingerprint]))
            #expect(try AuthorizedKeysFile(left.rendered).lines.map(\.bytes) == left.lines.map(\.bytes))
        }
    }

    @Test func whatIsWrittenIsReadAsItWas() throws {
        var generator = SeededGenerator(seed: 18)
        let words = ["a", "\"", "\\", " ", ",", "#", "'", "ü", "$(x)", "=", "\n", "\\\"", "]", "%", "\u{301}"]
        var written = 0
        for _ in 0..<SeededGenerator.iterations {
            func text() -> RawText {
                RawText((0..<generator.number(0...6)).map { _ in generator.one(of: words) }.joined())
            }
            let options = KeyOptions(
                (0..<generator.number(0...4)).map { _ in
                    switch generator.number(0...5) {
                    case 0: .command(text())
                    case 1: .from(text())
                    case 2: .environment(RawText(Array("A=".utf8) + text().bytes))
                    case 3: .permitOpen(RawText(text().bytes + Array(":1".utf8)))
                    case 4: .permission(generator.one(of: KeyOption.Permission.allCases), generator.number(0...1) == 0)
                    default: .principals(text())
                    }
                })
            let entry = AuthorizedKey(options: options, key: try Made.ed25519(&generator), comment: text())
            guard let line = try? entry.rendered() else { continue }
            written += 1
            #expect(try AuthorizedKeysFile(Array((line + "\n").utf8)).lines.map(\.content) == [.entry(entry)])
        }
        #expect(written > SeededGenerator.iterations / 10)
    }
}
