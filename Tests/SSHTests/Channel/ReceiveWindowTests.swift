import NIOCore
import Testing

@testable import SSH

@Suite("receive window")
struct ReceiveWindowTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
    private let roundTrip = TimeAmount.milliseconds(100)

    @Test("three quarters of it within a round trip ask for half as much again")
    func grows() {
        var window = ReceiveWindow(target: 1 << 20, now: start)
        #expect(window.consumed(767 << 10, roundTrip: roundTrip, now: start + .milliseconds(10)) == 0)
        #expect(window.consumed(1 << 10, roundTrip: roundTrip, now: start + .milliseconds(20)) == 512 << 10)
        window.grow(by: 512 << 10)
        #expect(window.target == 1536 << 10)
    }

    @Test("the same over more than a round trip asks for nothing")
    func stays() {
        var window = ReceiveWindow(target: 1 << 20, now: start)
        #expect(window.consumed(900 << 10, roundTrip: roundTrip, now: start + .milliseconds(100)) == 0)
        #expect(window.consumed(700 << 10, roundTrip: roundTrip, now: start + .milliseconds(110)) == 0)
    }

    @Test("it never asks for more than the ceiling")
    func ceiling() {
        var window = ReceiveWindow(target: ReceiveWindow.ceiling - 10, now: start)
        #expect(window.consumed(ReceiveWindow.ceiling, roundTrip: roundTrip, now: start) == 10)
        window.grow(by: 10)
        #expect(window.consumed(ReceiveWindow.ceiling, roundTrip: roundTrip, now: start) == 0)
    }

    @Test("it is refilled in portions that are worth a message, to more than its target")
    func adjustment() {
        let window = ReceiveWindow(target: 1 << 20, now: start)
        #expect(window.adjustment(remaining: 1 << 20) == 0)
        let edge = (1 << 20) / 4 * 3 + ReceiveWindow.readSize
        #expect(window.adjustment(remaining: edge) == 0)
        #expect(window.adjustment(remaining: edge - 1) == (1 << 20) - (edge - 1) + ReceiveWindow.readSize)
        #expect(window.adjustment(remaining: 0) == (1 << 20) + ReceiveWindow.readSize)
    }

    @Test("a floor makes more of it, where it is higher, once something of it was used")
    func floor() {
        let window = ReceiveWindow(target: 1 << 20, now: start)
        let (wide, read) = (4 << 20, ReceiveWindow.readSize)
        #expect(window.adjustment(remaining: (768 << 10) + read, floor: wide) == 0)
        #expect(window.adjustment(remaining: (768 << 10) + read - 1, floor: wide) == (3328 << 10) + 1)
        // From then on it is kept so wide.
        #expect(window.adjustment(remaining: (3 << 20) + read, floor: wide) == 0)
        #expect(window.adjustment(remaining: (3 << 20) + read - 1, floor: wide) == (1 << 20) + 1)
        #expect(window.adjustment(remaining: 1 << 20, floor: 1) == 0)
        // What was promised before is not asked back; it is only not renewed.
        #expect(window.adjustment(remaining: 4 << 20) == 0)
    }

    @Test("who draws on a budget alone has a floor, a while after the last of the others has gone")
    func alone() {
        var budget = WindowBudget(limit: 48 << 20)
        #expect(budget.floor(forOneOf: 1, now: start) == ReceiveWindow.alone)
        #expect(budget.floor(forOneOf: 2, now: start) == 0)
        budget.noteShared(now: start)
        #expect(budget.floor(forOneOf: 1, now: start + ReceiveWindow.solitude - .nanoseconds(1)) == 0)
        #expect(budget.floor(forOneOf: 1, now: start + ReceiveWindow.solitude) == ReceiveWindow.alone)
        #expect(WindowBudget(limit: 100).floor(forOneOf: 1, now: start) == 100)
    }

    @Test("a far server starts with more than a near one, up to a bound")
    func initial() {
        #expect(ReceiveWindow.initial(roundTrip: .microseconds(300)) == 1 << 20)
        #expect(ReceiveWindow.initial(roundTrip: .milliseconds(30)) == 1 << 20)
        #expect(ReceiveWindow.initial(roundTrip: .milliseconds(100)) == 3_355_443)
        #expect(ReceiveWindow.initial(roundTrip: .seconds(1)) == 4 << 20)
        #expect(ReceiveWindow.initial(roundTrip: .nanoseconds(.max)) == 4 << 20)
    }

    @Test("a budget gives what it has and no more")
    func budget() {
        var budget = WindowBudget(limit: 100)
        #expect(budget.take(70) == 70)
        #expect(budget.take(70) == 30)
        #expect(budget.take(70) == 0)
        budget.giveBack(30)
        #expect(budget.take(70) == 30)
    }

    @Test("what is given in any case is owed, so that a crowd that has gone leaves the budget as it was")
    func overdrawn() {
        var budget = WindowBudget(limit: 100)
        let crowd = (0..<10).map { _ in budget.take(40, atLeast: 20) }
        #expect(crowd == [40, 40, 20, 20, 20, 20, 20, 20, 20, 20])
        #expect(budget.take(40) == 0)
        for taken in crowd { budget.giveBack(taken) }
        #expect(budget.take(1000) == 100)
    }
}
