import Testing

@testable import Remote

@Suite struct LineSplitterTests {
    private func lines(_ pieces: [[UInt8]]) -> [(text: String, isPart: Bool)] {
        var splitter = LineSplitter()
        var lines = pieces.flatMap { splitter.take($0) }
        if let rest = splitter.rest() { lines.append(rest) }
        return lines.map { (String(decoding: $0.bytes, as: UTF8.self), $0.isPart) }
    }

    @Test("lines are the same, however they come in", arguments: 1...9)
    func pieces(_ size: Int) {
        let text = Array("one\n\ntwo and more\nthree".utf8)
        let pieces = stride(from: 0, to: text.count, by: size).map { Array(text[$0..<min($0 + size, text.count)]) }
        let found = lines(pieces)
        #expect(found.map(\.text) == ["one", "", "two and more", "three"])
        #expect(found.map(\.isPart) == [false, false, false, true])
    }

    @Test("what never ends is told in parts, and nothing of it is lost")
    func endless() {
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 100_000)
        let found = lines([piece, piece, [UInt8(ascii: "\n")]])
        #expect(found.map(\.text.utf8.count).reduce(0, +) == 200_000)
        #expect(found.allSatisfy { $0.text.utf8.count <= LineSplitter.longest })
        #expect(found.last?.isPart == false)
    }
}
