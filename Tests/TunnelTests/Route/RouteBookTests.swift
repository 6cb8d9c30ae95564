import NIOCore
import Testing

@testable import Tunnel

@Suite("route book")
struct RouteBookTests {
    private let now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private let book = RouteBook(bastions: 2, hosts: 3, memory: .seconds(30))

    @Test("declared order is the order of preference")
    func order() {
        #expect(book.bastions(now: now) == [0, 1])
        #expect(book.hosts(now: now) == [0, 1, 2])
    }

    @Test("what has failed comes last, and is not left out")
    func failed() {
        book.hostFailed(0, now: now)
        #expect(book.hosts(now: now) == [1, 2, 0])
        #expect(book.bastions(now: now) == [0, 1])
    }

    @Test("when all have failed, all are tried in their order")
    func allFailed() {
        for index in [1, 0] { book.bastionFailed(index, now: now) }
        #expect(book.bastions(now: now) == [0, 1])
    }

    @Test("after its time what has failed has its old place")
    func forgotten() {
        book.hostFailed(0, now: now)
        #expect(book.hosts(now: now + .seconds(29)) == [1, 2, 0])
        #expect(book.hosts(now: now + .seconds(30)) == [0, 1, 2])
    }

    @Test("what works again is forgiven at once")
    func worked() {
        book.bastionFailed(0, now: now)
        book.hostFailed(1, now: now)
        book.worked(RouteBook.Route(bastion: 0, host: 1))
        #expect(book.bastions(now: now) == [0, 1])
        #expect(book.hosts(now: now) == [0, 1, 2])
    }

    @Test("another failure begins the time anew")
    func failedAgain() {
        book.hostFailed(0, now: now)
        book.hostFailed(0, now: now + .seconds(20))
        #expect(book.hosts(now: now + .seconds(40)) == [1, 2, 0])
    }

    @Test("nothing declared is nothing to try")
    func empty() {
        #expect(RouteBook(bastions: 0, hosts: 0, memory: .seconds(1)).hosts(now: now) == [])
    }
}
