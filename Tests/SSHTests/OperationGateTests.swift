import Testing

@testable import SSH

struct OperationGateTests {
    @Test("operations are taken one after the other, in the order in which they came")
    func order() {
        var taken: [Int] = []
        var gate = OperationGate()
        for number in 0..<3 {
            gate.enqueue(
                step: {
                    taken.append(number)
                    return true
                }, fail: { _ in })
        }
        while let step = gate.current, step() { gate.finishCurrent() }
        #expect(taken == [0, 1, 2])
        #expect(gate.isIdle)
    }

    @Test("who waits behind an operation that is stuck is sent away, and the operation stays")
    func stuck() {
        var sent: [Int] = []
        var gate = OperationGate()
        for number in 0..<3 { gate.enqueue(step: { false }, fail: { _ in sent.append(number) }) }
        for fail in gate.failWaiting() { fail(.timedOut(.open)) }
        #expect(sent == [1, 2])
        #expect(gate.count == 1)
    }

    @Test("the end of a session sends everybody away")
    func end() {
        var sent: [Int] = []
        var gate = OperationGate()
        for number in 0..<3 { gate.enqueue(step: { false }, fail: { _ in sent.append(number) }) }
        for fail in gate.failAll() { fail(.peerDead) }
        #expect(sent == [0, 1, 2])
        #expect(gate.isIdle)
    }
}
