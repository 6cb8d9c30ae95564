import Testing

@testable import AuthorizedKeys
@testable import LevelsLab

@Suite("Keys, beside ssh-keygen's reading of them")
struct KeygenAgreementTests {
    @Test(arguments: [
        ["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"], ["-t", "ecdsa", "-b", "521"],
        ["-t", "rsa", "-b", "1024"], ["-t", "rsa", "-b", "2048"], ["-t", "rsa", "-b", "3072"], ["-t", "dsa"],
    ])
    func everyKindThatItMakesIsRead(_ options: [String]) async throws {
        try await TestFolder.with { folder in
            let line = try await folder.makeKey("key", options)
            let key = try KeyLine(parsing: line)
            #expect(try await Self.fingerprints(folder, [line]) == [Self.shown(key.key)])
            #expect(key.comment == "made for a test")
            #expect(line == key.key.text + " made for a test\n")
            // What OpenSSH writes is what is read strictly, and written again.
            #expect(try PublicKey(blob: key.key.blob) == key.key)
        }
    }

    @Test func aCertificateIsRecognised() async throws {
        try await TestFolder.with { folder in
            _ = try await folder.makeKey("ca", ["-t", "ed25519"])
            for kind in ["ed25519", "ecdsa", "rsa"] {
                _ = try await folder.makeKey(kind, ["-t", kind])
                let signed = try await folder.run(
                    "ssh-keygen", ["-q", "-s", folder("ca"), "-I", "id", "-n", "root", folder(kind + ".pub")])
                #expect(signed.isSuccess, "\(signed.said)")
                let line = try #require(Disk.text(folder(kind + "-cert.pub")))
                let type = try PublicKey(parsing: try #require(Disk.text(folder(kind + ".pub")))).type
                #expect(throws: KeyError.certificate(type)) { try KeyLine(parsing: line) }
            }
        }
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func whatIsLeftOfSpoiltBlobsIsReadAlike(_ seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        var lines: [String] = []
        let keys = try Made.oneOfEach(&generator)
        for _ in 0..<400 {
            let key = generator.one(of: keys)
            let blob = Self.spoilt(key.blob, &generator)
            lines.append(key.type.rawValue + " " + Made.base64(blob) + "\n")
            var text = Array(key.text.utf8)
            let place = generator.number(key.type.rawValue.utf8.count + 1...text.count - 1)
            text[place] = generator.one(of: Array("ABab01+/=.-_".utf8))
            lines.append(String(decoding: text, as: UTF8.self) + "\n")
        }
        let file = try AuthorizedKeysFile(Array(lines.joined().utf8))
        let ours = file.lines.compactMap(\.key).map(Self.shown)
        let said = lines
        let theirs = try await TestFolder.with { folder in try await Self.fingerprints(folder, said) }
        #expect(ours == theirs)
        #expect(ours.count > 50 && ours.count < lines.count)
    }

    /// The fields of a key, with one of them changed in a way that keeps the rest readable.
    private static func spoilt(_ blob: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var blob = blob
        let place = generator.number(0...blob.count - 1)
        switch generator.number(0...5) {
        case 0: blob[place] = generator.byte()
        case 1: blob[place] ^= 1 << UInt8(generator.number(0...7))
        case 2: blob.append(0)
        case 3: blob.removeLast()
        case 4: blob.remove(at: place)
        default: break
        }
        return blob
    }

    private static func shown(_ key: PublicKey) -> String { "\(key.bits) \(key.fingerprint) (\(key.type.shortName))" }

    /// What `ssh-keygen -l` says, a line each, without the comments.
    private static func fingerprints(_ folder: TestFolder, _ lines: [String]) async throws -> [String] {
        try folder.write("lines", Array(lines.joined().utf8))
        let said = try await folder.run("ssh-keygen", ["-l", "-f", folder("lines")]).said
        var records: [[Substring]] = []
        for line in said.split(whereSeparator: \.isNewline) {
            let words = line.split(separator: " ")
            // It calls a comment what is none, and that may hold the end of a line: the type then stands on the next.
            let isRecord = words.count > 1 && Int(words[0]) != nil && words[1].hasPrefix("SHA256:")
            if isRecord || records.isEmpty { records.append(words) } else { records[records.count - 1] += words }
        }
        return records.map { words in (words.prefix(2) + words.dropFirst(2).suffix(1)).joined(separator: " ") }
    }
}
