import LevelsLab
import Testing

@testable import AuthorizedKeys

@Suite("authorized_keys files, byte for byte")
struct FileTests {
    @Test func aKeyIsRemovedThoughItsLineIsIgnored() throws {
        var generator = SeededGenerator(seed: 13)
        let key = try Made.ed25519(&generator)
        let tabs = key.text.replacing(" ", with: "\t")
        let ignored = "frobnicate \(key.text)\nexpiry-time=\"20000101Z\" \(key.text)\n"
        let text = ignored + "# \(key.text)\n\t\(tabs)\r\n"
        let file = try AuthorizedKeysFile(Array(text.utf8))
        #expect(file.removing([key]).rendered == Array("# \(key.text)\n".utf8))
    }

    @Test func aKeyInAnotherFormIsTheSameKey() throws {
        var generator = SeededGenerator(seed: 14)
        let modulus = Made.modulus(2048, &generator)
        let key = try Made.rsa(modulus: modulus)
        let blob = Made.string("RSA") + BlobWriter.string([0, 1, 0, 1]) + BlobWriter.string([0, 0, 0] + modulus)
        let file = try AuthorizedKeysFile(Array("rsa-sha2-256 \(Made.base64(blob))\n".utf8))
        #expect(file.lines[0].key == key)
        #expect(file.lines[0].key?.fingerprint == key.fingerprint)
        #expect(file.removing([key]).rendered.isEmpty)
    }

    @Test func aNewLineEndsTheOneBeforeIt() throws {
        var generator = SeededGenerator(seed: 15)
        let keys = try (0..<2).map { _ in try Made.ed25519(&generator) }
        let file = try AuthorizedKeysFile(Array("# mine\r\n\(keys[0].text) old".utf8))
        let entry = AuthorizedKey(options: KeyOptions([.restrict]), key: keys[1], comment: "Zoë")
        let longer = try file.inserting(entry)
        #expect(longer.rendered == Array("# mine\r\n\(keys[0].text) old\nrestrict \(keys[1].text) Zoë\n".utf8))
        #expect(longer.lines[2].content == .entry(entry))
        #expect(
            try file.inserting(entry, at: 0).rendered == Array("restrict \(keys[1].text) Zoë\n".utf8) + file.rendered)
        #expect(
            try longer.replacing(lineAt: 1, with: entry).rendered
                == Array("# mine\r\nrestrict \(keys[1].text) Zoë\nrestrict \(keys[1].text) Zoë\n".utf8))
        #expect(try AuthorizedKeysFile().inserting(entry).rendered == Array((entry.rendered() + "\n").utf8))
    }

    @Test(arguments: [
        "a\nssh-ed25519 AAAA", "a\rb", "a\0", "\u{1B}[2J", "a\u{2028}b", " a", "\u{202E}",
    ])
    func aCommentThatIsNotOneLineIsNotWritten(_ comment: String) throws {
        var generator = SeededGenerator(seed: 16)
        let entry = AuthorizedKey(key: try Made.ed25519(&generator), comment: RawText(comment))
        #expect(throws: OptionError.unwritable(option: "comment")) { try entry.rendered() }
    }

    @Test func aLineLongerThanSSHDPromisesToReadIsNotWritten() throws {
        var generator = SeededGenerator(seed: 17)
        let key = try Made.ed25519(&generator)
        let options = KeyOptions((0..<400).map { .permitOpen(RawText("10.10.1.\($0):22")) })
        let length = try options.rendered().utf8.count + 1 + key.text.utf8.count
        #expect(throws: OptionError.lineTooLong(length)) { try AuthorizedKey(options: options, key: key).rendered() }
    }

    @Test func aHugeFileIsReadOrRefused() throws {
        let limit = AuthorizedKeysFile.limit
        #expect(throws: AuthorizedKeysFile.Failure.tooLarge(limit: limit)) {
            try AuthorizedKeysFile([UInt8](repeating: 0x61, count: limit + 1))
        }
        #expect(throws: AuthorizedKeysFile.Failure.tooManyLines(limit: AuthorizedKeysFile.lineLimit)) {
            try AuthorizedKeysFile([UInt8](repeating: 0x0A, count: AuthorizedKeysFile.lineLimit + 1))
        }
        for byte in "\"\\,a# ".utf8 {
            let bytes = [UInt8](repeating: byte, count: 1 << 20)
            #expect(try AuthorizedKeysFile(bytes).rendered == bytes)
        }
    }
}
