import LevelsLab
import Testing

@Suite struct PatternTests {
    @Test(arguments: [0, 1, 7, 8, 9, 63])
    func isTheSameWhereverItIsCut(offset: Int) {
        let pattern = Pattern(seed: 42)
        let whole = pattern.bytes(at: 0, count: 200)
        #expect(pattern.bytes(at: offset, count: 50) == Array(whole[offset..<offset + 50]))
    }

    @Test func sumSeesTwoBytesChangePlaces() {
        var one = StreamSum()
        one.add([1, 2])
        var other = StreamSum()
        other.add([2, 1])
        #expect(one != other)
    }
}
