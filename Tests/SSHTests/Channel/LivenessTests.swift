import Testing

@testable import SSH

@Suite("liveness")
struct LivenessTests {
    @Test("a silent server is asked as often as allowed, and is dead then")
    func dies() {
        var liveness = Liveness()
        #expect((0..<5).map { _ in liveness.tick(allowed: 3) } == [.alive, .ask, .ask, .ask, .dead])
    }

    @Test("whatever is heard is a sign of life")
    func lives() {
        var liveness = Liveness()
        for _ in 0..<3 { _ = liveness.tick(allowed: 3) }
        liveness.heard()
        #expect((0..<2).map { _ in liveness.tick(allowed: 3) } == [.alive, .ask])
    }

    @Test("one that owes its last answers but one is silent; one that was only just asked is not")
    func silent() {
        var liveness = Liveness()
        for expected in [false, false, true, true] {
            _ = liveness.tick(allowed: 3)
            #expect(liveness.isSilent(allowed: 3) == expected)
        }
        liveness.heard()
        #expect(!liveness.isSilent(allowed: 3))
    }
}
