import Foundation
import Testing

@testable import LevelsCommands

@Suite struct TextStreamTests {
    static let text = "aé€😀\u{1b}[1m\u{7f}\u{85}\r\nz"

    @Test func aCharacterThatIsCutAnywhereIsWhole() {
        let bytes = Array(Self.text.utf8)
        for cut in 0...bytes.count {
            for second in cut...bytes.count {
                var stream = TextStream()
                let parts = [bytes[..<cut], bytes[cut..<second], bytes[second...]]
                let read = parts.map { stream.take($0) }.joined() + stream.rest()
                #expect(read == Self.text, "cut at \(cut) and \(second)")
            }
        }
    }

    @Test(
        arguments: [
            ([0xFF, 0x61], "\u{FFFD}a"), ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"), ([0xE2, 0x82, 0x61], "\u{FFFD}a"),
            ([0xF4, 0x90, 0x80, 0x80], String(repeating: "\u{FFFD}", count: 4)),
            ([0x80, 0x80, 0x80, 0x80], String(repeating: "\u{FFFD}", count: 4)),
            ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
        ] as [([UInt8], String)])
    func whatIsNoTextIsToldAtOnce(_ bytes: [UInt8], _ shown: String) {
        var stream = TextStream()
        #expect(stream.take(bytes) + stream.rest() == shown)
    }

    @Test func whatIsNeverFinishedIsToldAtTheEnd() {
        var stream = TextStream()
        #expect(stream.take([0x61, 0xF0, 0x9F, 0x98]) == "a")
        #expect(stream.rest() == "\u{FFFD}")
        #expect(stream.rest() == "")
    }

    @Test func lineFeedsAloneGetAReturnThatOthersHave() {
        var stream = TextStream(addsReturns: true)
        let shown = stream.take(Array("a\nb\r".utf8)) + stream.take(Array("\nc\n\n".utf8))
        #expect(Array(shown.utf8) == Array("a\r\nb\r\nc\r\n\r\n".utf8))
    }

    /// Whatever comes in whatever pieces is what it would be at once, and nothing is kept back but a beginning.
    @Test func noiseInPiecesIsNoiseAtOnce() {
        var generator = SystemRandomNumberGenerator()
        let letters: [UInt8] = [0x41, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0xFF, 0x80]
        for _ in 0..<500 {
            var bytes: [UInt8] = []
            for _ in 0..<40 { bytes.append(letters.randomElement(using: &generator) ?? 0) }
            var stream = TextStream()
            var read = ""
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...rest.count, using: &generator)
                read += stream.take(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            read += stream.rest()
            #expect(read == String(decoding: bytes, as: UTF8.self), "\(bytes)")
        }
    }
}

@Suite struct AsciicastTests {
    @Test func timesHaveSixDecimals() {
        let line = Asciicast.output("x", after: .seconds(3) + .microseconds(42))
        #expect(String(decoding: line, as: UTF8.self) == "[3.000042, \"o\", \"x\"]\n")
        let size = Asciicast.resize(columns: 90, rows: 25, after: .milliseconds(61_500))
        #expect(String(decoding: size, as: UTF8.self) == "[61.500000, \"r\", \"90x25\"]\n")
    }

    @Test func everyCharacterComesBackThroughAReaderOfJSON() throws {
        let all = String(String.UnicodeScalarView((0...0x2FFF).compactMap { Unicode.Scalar($0) })) + "😀\u{10FFFF}"
        let line = Asciicast.output(all, after: .zero)
        #expect(line.filter { $0 < 0x20 } == [0x0A])
        let event = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [Any])
        #expect(event[2] as? String == all)
    }
}

@Suite struct RecorderTests {
    private static let header = Asciicast.Header(
        columns: 80, rows: 24, timestamp: 1, title: "a \"title\"", environment: [("TERM", "dumb")])

    private func lines(_ path: String) throws -> [[Any]] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst().map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
        }
    }

    @Test func whatIsWrittenIsWhatItsHashIsOf() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/cast"
            let recorder = try Recorder(path, Self.header, addsReturns: false) { Issue.record("\($0)") }
            recorder.take([0xC3], from: .output)
            recorder.take(Array("err\n".utf8), from: .errors)
            recorder.take([0xBC], from: .output)
            recorder.resized(columns: 100, rows: 30)
            let summary = recorder.finish()
            // What comes late is not in it.
            recorder.take(Array("late".utf8), from: .output)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(summary.bytes == Int64(bytes.count))
            let hash = try await TestProgram.output("sha256sum", [path], inheriting: nil)
            #expect(hash.hasPrefix(summary.sha256 + " "))
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let events = try lines(path).map { ($0[1] as? String ?? "") + ($0[2] as? String ?? "") }
            #expect(events == ["oerr\n", "oü", "r100x30"])
        }
    }

    @Test func aFileThatIsThereStaysAsItIs() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/cast"
            try Data("precious".utf8).write(to: URL(fileURLWithPath: path))
            let failure = #expect(throws: Recorder.Failure.self) {
                _ = try Recorder(path, Self.header, addsReturns: false) { _ in }
            }
            #expect(failure?.exists == true)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
        }
    }
}
