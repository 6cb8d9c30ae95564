import SSH
import Testing

@Suite("backoff")
struct BackoffTests {
    @Test("the first attempt is made at once, and each pause is twice the one before, up to the ceiling")
    func doubling() {
        var backoff = Backoff(first: .milliseconds(100), ceiling: .seconds(1))
        let pauses = (0..<7).map { _ in backoff.next(random: 1) }
        #expect(pauses == [0, 100, 200, 400, 800, 1000, 1000].map { .milliseconds($0) })
        #expect(backoff.attempt == 7)
    }

    @Test("a pause is spread over its upper half")
    func spread() {
        var backoff = Backoff(first: .seconds(1), ceiling: .seconds(1))
        _ = backoff.next(random: 0)
        #expect(backoff.next(random: 0) == .milliseconds(500))
        #expect(backoff.next(random: 0.5) == .milliseconds(750))
        #expect(backoff.next(random: 1) == .seconds(1))
    }

    @Test("an outage of days does not overflow")
    func endless() {
        var backoff = Backoff()
        for _ in 0..<100_000 { _ = backoff.next(random: 1) }
        #expect(backoff.next(random: 1) == .seconds(10))
    }
}
