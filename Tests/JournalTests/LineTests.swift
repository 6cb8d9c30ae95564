import LevelsLab
import Testing

@testable import Journal

private let line = JournalLine(
    number: 7, previous: .none,
    entry: JournalEntry(
        time: "2026-11-26T20:00:00Z", event: "tunnel_opening",
        [
            "who": .text("alice@laptop"), "reason": .text("Übung \"4711\" \\ \n\u{1b}[2J\u{202e}😀"), "none": nil,
            "bytes": .number(-3), "keys": .texts(["a", ""]), "empty": .texts([]),
        ]))

@Suite struct LineTests {
    @Test func isASCIIThatMovesNoCursor() {
        let text = String(decoding: line.bytes, as: UTF8.self)
        #expect(
            text == #"{"n":7,"prev":"\#(String(repeating: "0", count: 64))","time":"2026-11-26T20:00:00Z","#
                + #""event":"tunnel_opening","who":"alice@laptop","reason":"\u00dcbung \"4711\" \\ "#
                + #"\u000a\u001b[2J\u202e\ud83d\ude00","bytes":-3,"keys":["a",""],"empty":[]}"#)
        #expect(JournalLine(reading: line.bytes) == line)
    }

    @Test(arguments: [
        #"{"n":07,"#, #"{"n": 7,"#, #"{"n":0,"#, #"{"n":9007199254740993,"#, #"{"n":+7,"#,
        #"{"n":99999999999999999999,"#,
    ]) func numbersAreWrittenOneWay(_ beginning: String) {
        let bytes = Array(beginning.utf8) + line.bytes.dropFirst(#"{"n":7,"#.utf8.count)
        #expect(JournalLine(reading: bytes) == nil)
    }

    @Test func whatMeansTheSameIsNotTheSame() {
        let text = String(decoding: line.bytes, as: UTF8.self)
        for (old, new) in [
            ("alice", #"\u0061lice"#), (#"\u00dc"#, #"\u00DC"#), (#"\u00dc"#, "Ü"), (#"\ud83d\ude00"#, #"\ud83d"#),
            ("-3", "-3.0"), (#"["a",""]"#, #"["a", ""]"#), ("}", "} "),
            ("2026-11-26T20:00:00Z", "2026-11-26 20:00:00Z"),
            ("tunnel_opening", "Tunnel"), (#","keys""#, #",,"keys""#), (#"["a",""]"#, #"{"a":1}"#),
            (#"\u000a"#, #"\n"#),
        ] {
            let other = text.replacing(old, with: new)
            #expect(other != text)
            #expect(JournalLine(reading: Array(other.utf8)) == nil, "\(old) as \(new)")
        }
    }

    @Test func aLineHasABoundWhateverIsPutIntoIt() throws {
        let flood = String(repeating: "😀", count: 1 << 20)
        let entry = JournalEntry(
            time: "2026-11-26T20:00:00Z", event: "flood",
            [
                "a": .text(flood), "b": .text(flood), "c": .text(flood), "d": .text(flood), "e": .text(flood),
                "f": .text(flood), "g": .text(flood), "h": .text(flood), "i": .text(flood), "j": .text(flood),
                "added": .texts([String](repeating: "SHA256:" + String(repeating: "x", count: 43), count: 5000)),
                "removed": .texts([String](repeating: flood, count: 5000)),
            ])
        let line = JournalLine(number: 1, previous: .none, entry: entry)
        #expect(line.bytes.count < JournalLine.longest)
        #expect(JournalLine(reading: line.bytes) == line)
        let kept = entry.texts("added")
        #expect(kept.last == "and \(5000 - kept.count + 1) more")
        #expect(entry.text("a")?.hasSuffix("😀...") == true)
    }

    /// sha256sum(1) says the same.
    @Test func theHashIsSHA256() {
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(LineHash(of: "abc".utf8).hexadecimal == hash)
        #expect(LineHash(hash) != nil)
        #expect(LineHash(hash.uppercased()) == nil)
        #expect(JournalHead("12:\(hash)")?.description == "12:\(hash)")
        for text in ["", "12", ":\(hash)", "012:\(hash)", "-1:\(hash)", "12:\(hash)0", "12:\(hash):", "0:\(hash)"] {
            #expect(JournalHead(text) == nil)
        }
    }

    /// Any bytes are no line, or one that is written as it was read.
    @Test func spoiltLinesAreReadAsWrittenOrNotAtAll() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<SeededGenerator.iterations(usually: 2000) {
            var bytes = line.bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let position = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
                case 2: bytes.remove(at: position)
                default: bytes.insert(contentsOf: bytes.prefix(position).suffix(20), at: position)
                }
            }
            if let read = JournalLine(reading: bytes) { #expect(read.bytes == bytes) }
        }
    }
}
