import LevelsLab
import Testing

@testable import AuthorizedKeys

@Suite("Keys and options, of anything")
struct KeyFuzzTests {
    /// What is read strictly is what is written; what is read widely is read strictly once it is written.
    @Test func aBlobIsOneKeyOrNone() throws {
        var generator = SeededGenerator(seed: 61)
        let keys = try Made.oneOfEach(&generator)
        var read = 0
        for _ in 0..<SeededGenerator.iterations {
            let blob = generator.mutated(generator.one(of: keys).blob)
            if let key = try? PublicKey(blob: blob) { #expect(key.blob == blob) }
            guard let (key, isCanonical) = try? PublicKey.read(blob) else { continue }
            read += 1
            #expect(isCanonical == (key.blob == blob))
            #expect(try PublicKey(blob: key.blob) == key)
            #expect(try KeyLine(parsing: key.text).key == key)
            _ = KeyBlocklist.number(of: key)
        }
        #expect(read > 0)
    }

    @Test func everyLengthThatLiesIsRefused() throws {
        var generator = SeededGenerator(seed: 62)
        for key in try Made.oneOfEach(&generator) {
            for place in key.blob.indices {
                for extreme: [UInt8] in [[0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0]] {
                    var blob = key.blob
                    for (offset, byte) in extreme.enumerated() where place + offset < blob.count {
                        blob[place + offset] = byte
                    }
                    if let other = try? PublicKey(blob: blob) { #expect(other.blob == blob) }
                }
                #expect(throws: KeyError.self) { try PublicKey(blob: Array(key.blob.prefix(place))) }
            }
        }
    }

    @Test func optionsAreReadTheSameOnceTheyAreWritten() throws {
        var generator = SeededGenerator(seed: 63)
        let corpus = try OddLine.all(seed: 63, now: 1_800_000_000).filter { $0.bytes.count < 1000 }.map(\.bytes)
        var written = 0
        for _ in 0..<SeededGenerator.iterations {
            let bytes = generator.mutated(generator.one(of: corpus))
            guard let options = try? KeyOptions(parsing: bytes) else { continue }
            _ = KeyPermissions(options)
            for case .from(let list) in options.options {
                _ = ClientPatterns(list)?.admit(address: "198.51.100.7", name: "host.example")
            }
            guard let text = try? options.rendered() else { continue }
            written += options.isEmpty ? 0 : 1
            #expect(try KeyOptions(parsing: text) == options)
        }
        #expect(written > 0)
    }

    @Test func nothingHostileIsInAReason() {
        var generator = SeededGenerator(seed: 64)
        let line = Array("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKqNNcKYHu5Zr9RU2BbnSFBF2BwTdIWoXfHZGmBJ1Bbw me".utf8)
        let hygiene = KeyHygiene(now: 0)
        for _ in 0..<SeededGenerator.iterations {
            for finding in hygiene.findings(forLine: String(decoding: generator.mutated(line), as: UTF8.self)) {
                #expect(!RawText(finding.reason).hidesSomething)
            }
        }
    }
}
