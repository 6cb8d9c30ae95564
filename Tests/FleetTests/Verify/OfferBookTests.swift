import AuthorizedKeys
import Inventory
import Reach
import SSH
import Testing

@testable import Fleet

@Suite("offers, as values")
struct OfferBookTests {
    private let no = KeyAnswer.refused(methods: ["publickey"])

    private func offers(_ expected: [KeyOffer.Expected]) throws -> [KeyOffer] {
        let key = try PublicKey(parsing: Declaring.keys[0])
        return expected.map { KeyOffer(key: key, person: nil, expected: $0) }
    }

    @Test("keys that should be taken go first, since they cost nothing")
    func order() throws {
        let book = OfferBook(try offers([.refused, .taken, .refused, .taken]))
        #expect(book.pending == [1, 3, 0, 2])
    }

    @Test(
        "one refusal less than MaxAuthTries is earned, and at least one",
        arguments: [(6, 5), (3, 2), (1, 1), (0, 1)])
    func budget(_ tries: Int, _ refusals: Int) throws {
        #expect(OfferBook(try offers([.refused]), maxAuthTries: tries).refusals == refusals)
    }

    @Test("answers belong to the keys that were asked about, over several connections")
    func several() throws {
        var book = OfferBook(try offers([.refused, .taken, .refused]), maxAuthTries: 2)
        book.note([.wouldTake, no], isCut: false)
        #expect(book.answers == [1: .taken, 0: .refused])
        #expect(book.goesOn)
        book.note([no], isCut: false)
        #expect(book.answers == [1: .taken, 0: .refused, 2: .refused])
        #expect(!book.goesOn)
    }

    @Test("a server that hangs up earlier is shown fewer from then on")
    func earlier() throws {
        var book = OfferBook(try offers([.refused, .refused, .refused, .refused]))
        book.note([no, no], isCut: true)
        #expect(book.refusals == 2)
        book.note([no], isCut: true)
        #expect(book.refusals == 1)
        #expect(book.goesOn)
    }

    @Test("a server that never answers is not asked for ever")
    func barren() throws {
        var book = OfferBook(try offers([.refused, .refused]))
        book.note([], isCut: true)
        #expect(book.goesOn)
        book.note([], isCut: true)
        #expect(!book.goesOn)
    }

    @Test("one that lets in without proof is asked nothing more")
    func openToAll() throws {
        var book = OfferBook(try offers([.refused, .refused]))
        book.note([.letIn], isCut: false)
        #expect(book.isOpenToAll && !book.goesOn)
    }

    @Test("what a server names beside keys is remembered once, and keys themselves are none")
    func otherWays() throws {
        var book = OfferBook(try offers([.refused, .refused, .refused]))
        book.note([.refused(methods: ["publickey"])], isCut: false)
        #expect(book.otherWays.isEmpty && book.ways == ["publickey"])
        book.note([.refused(methods: ["publickey", "password"]), .refused(methods: ["password"])], isCut: false)
        #expect(book.otherWays == ["password"] && book.ways == ["publickey", "password"])
    }

    @Test("a server without a key to ask about is asked what it offers, once")
    func offersAlone() throws {
        var book = OfferBook([])
        #expect(book.goesOn && !book.hasOffered)
        book.note(offers: ["publickey", "password"])
        #expect(!book.goesOn && book.hasOffered && book.otherWays == ["password"] && !book.isOpenToAll)
        book = OfferBook([])
        book.note(offers: nil)
        // Who is let in with nothing is let in by another way than a key.
        #expect(book.isOpenToAll && !book.goesOn && book.otherWays == ["none"])
    }

    @Test(
        "only a server that fines is paced, and a connection that ends in a login is not",
        arguments: [
            ("SSH-2.0-OpenSSH_9.2p1", false, Duration.zero), ("SSH-2.0-dropbear_2022.83", false, .zero),
            ("SSH-2.0-OpenSSH_9.8p1", false, .seconds(7)), ("SSH-2.0-OpenSSH_10.0p2", false, .seconds(7)),
            ("SSH-2.0-OpenSSH_10.0p2", true, .zero),
        ])
    func pace(greeting: String, loggedIn: Bool, pause: Duration) {
        var pace = OfferPace(SSHDVersion(greeting: greeting))
        let now = ContinuousClock.now
        #expect(pace.pause(at: now) == .zero)
        pace.ended(loggedIn: loggedIn, at: now)
        #expect(pace.pause(at: now + .seconds(3)) == pause)
        #expect(pace.pause(at: now + .seconds(60)) == .zero)
    }

    @Test("what is different weighs more than what nobody answered, and that more than nothing")
    func exit() throws {
        let offer = try offers([.taken])[0]
        let machine = try #require(try Declaring().inventory().machines.first)
        func exit(_ outcomes: OfferOutcome...) -> Int32 {
            Verification(
                results: outcomes.map { OfferResult(machine: machine, user: "app", offer: offer, outcome: $0) }
            ).exit.rawValue
        }
        #expect(exit() == 0)
        #expect(exit(.asDeclared, .notTestableFromHere) == 0)
        #expect(exit(.asDeclared, .unanswered(.interrupted)) == 75)
        #expect(exit(.unanswered(.hostKey(.unknownHost, presented: nil)), .unanswered(.interrupted)) == 76)
        #expect(exit(.unanswered(.interrupted), .takenThoughItShouldNotBe) == 2)
        #expect(exit(.refusedThoughItShouldBeTaken) == 2)
        #expect(exit(.letInWithoutProof) == 2)
    }
}
