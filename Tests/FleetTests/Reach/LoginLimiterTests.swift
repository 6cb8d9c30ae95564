import Testing

@testable import Fleet
@testable import Reach

@Suite("login limiter")
struct LoginLimiterTests {
    private func begin(_ limiter: inout LoginLimiter, _ count: Int) -> [LoginLimiter.Ticket] {
        (0..<count).compactMap { _ in limiter.begin() }
    }

    private func end(_ limiter: inout LoginLimiter, _ outcome: LoginLimiter.Outcome) {
        guard let ticket = limiter.begin() else {
            Issue.record("none may begin")
            return
        }
        limiter.end(ticket, outcome)
    }

    @Test("no more begin than the width lets")
    func width() {
        var limiter = LoginLimiter(first: 3, most: 10)
        #expect(begin(&limiter, 5).count == 3)
        #expect(limiter.underWay == 3)
    }

    @Test("each that succeeds makes room for one more, up to the most")
    func growth() {
        var limiter = LoginLimiter(first: 2, most: 4)
        for width in [3, 4, 4, 4] {
            end(&limiter, .succeeded)
            #expect(limiter.width == width)
        }
    }

    @Test("a volley of drops halves once, and one after it again")
    func volley() {
        var limiter = LoginLimiter(first: 16, most: 64)
        for ticket in begin(&limiter, 16) { limiter.end(ticket, .dropped) }
        #expect(limiter.width == 8)
        for ticket in begin(&limiter, 8) { limiter.end(ticket, .dropped) }
        #expect(limiter.width == 4)
    }

    @Test("it never comes to a standstill")
    func least() {
        var limiter = LoginLimiter(first: 0, most: 0)
        for _ in 0..<10 { end(&limiter, .dropped) }
        #expect(limiter.width == 1)
    }

    @Test("a key that is refused says nothing about crowding")
    func failed() {
        var limiter = LoginLimiter(first: 4, most: 8)
        for ticket in begin(&limiter, 4) { limiter.end(ticket, .failed) }
        #expect(limiter.width == 4)
        #expect(limiter.underWay == 0)
    }

    @Test("those who wait get their turn, in order")
    func slots() async {
        let slots = LoginSlots(LoginLimiter(first: 1, most: 2))
        let order = EventList<Int>()
        let first = await slots.begin()
        await withTaskGroup { group in
            for number in 0..<10 {
                group.addTask {
                    let ticket = await slots.begin()
                    order.note(number)
                    await slots.end(ticket, .succeeded)
                }
            }
            await slots.end(first, .succeeded)
            await group.waitForAll()
        }
        #expect(order.events.sorted() == Array(0..<10))
        #expect(await slots.width == 2)
    }
}

@Suite("login tries")
struct LoginTriesTests {
    @Test("what is final is final, and what was dropped is tried so many times, each pause longer")
    func bounded() {
        var patience = ReachPatience()
        patience.tries = 4
        patience.firstPause = .milliseconds(100)
        var tries = LoginTries(patience)
        #expect(tries.failed(.never, random: 1) == nil)
        tries = LoginTries(patience)
        let pauses = (0..<5).map { _ in tries.failed(.whenLessCrowded, random: 1) }
        #expect(pauses == [.milliseconds(100), .milliseconds(200), .milliseconds(400), nil, nil])
    }

    @Test("a machine that fines us is tried until the fine has passed, and no longer")
    func fined() {
        var tries = LoginTries(ReachPatience())
        var waited = Duration.zero
        while let pause = tries.failed(.whenForgiven, random: 1) { waited += pause }
        #expect(waited > .seconds(50) && waited <= .seconds(60))
        #expect(tries.count > ReachPatience().tries)
        var patience = ReachPatience()
        patience.forgiveness = .zero
        tries = LoginTries(patience)
        while tries.failed(.whenForgiven, random: 1) != nil {}
        #expect(tries.count == patience.tries)
    }

    @Test("pauses are spread")
    func spread() {
        var (early, late) = (LoginTries(ReachPatience()), LoginTries(ReachPatience()))
        let pauses = (early.failed(.again, random: 0), late.failed(.again, random: 1))
        #expect(pauses.0 == .milliseconds(150) && pauses.1 == .milliseconds(300))
    }
}
