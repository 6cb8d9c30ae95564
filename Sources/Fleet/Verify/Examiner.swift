import AuthorizedKeys
import Reach
import SSH

/// What one machine has answered.
struct Examined: Sendable {
    var results: [OfferResult] = []
    var ways: [AccountWays] = []
}

/// Asks one machine, account by account: what it offers to anybody, and whether it would take each key.
struct Examiner: Sendable {
    let door: Door
    let wanted: MachineOffers

    private var options: ReachOptions { door.context.options }

    /// - Returns: a failure only where the machine has not answered anything: what is known of one account is not lost
    ///   over another.
    func run() async -> Result<Examined, Unreached> {
        var examined = Examined()
        var pace = OfferPace(nil)
        var hasAnswered = false
        for account in wanted.accounts {
            var book = OfferBook(account.offers, maxAuthTries: wanted.maxAuthTries)
            var obstacle: Unreached?
            while obstacle == nil, book.goesOn {
                let pause = pace.pause(at: .now)
                // So that the server earns us no penalty (sshd_config(5), PerSourcePenalties). An interrupted pause is an
                // interrupted run, which the next connection says.
                if pause > .zero { try? await Task.sleep(for: pause) }
                switch await door.connect(as: nil) {
                case .failure(let failure): obstacle = failure
                case .success(let entered):
                    if !hasAnswered {
                        pace = OfferPace(SSHDVersion(greeting: await entered.session.serverVersion ?? ""))
                    }
                    obstacle = await ask(account, &book, over: entered, &pace)
                    hasAnswered = true
                }
            }
            if let obstacle, !hasAnswered { return .failure(obstacle) }
            examined.ways.append(
                AccountWays(
                    machine: wanted.machine, user: account.user, offered: book.isOpenToAll ? ["none"] : book.ways,
                    others: book.otherWays.filter { !account.allowedWays.contains($0) },
                    isKnown: book.hasOffered || book.isOpenToAll))
            examined.results += account.offers.enumerated().map { place, offer in
                OfferResult(
                    machine: wanted.machine, user: account.user, offer: offer,
                    outcome: outcome(of: offer, at: place, book, obstacle))
            }
        }
        return .success(examined)
    }

    private func outcome(of offer: KeyOffer, at place: Int, _ book: OfferBook, _ obstacle: Unreached?) -> OfferOutcome {
        if book.isOpenToAll { return .letInWithoutProof }
        if let answer = book.answers[place] { return OfferOutcome(offer, isTaken: answer == .taken) }
        return .unanswered(obstacle?.reason ?? .dropped("it hung up rather than answer"))
    }

    /// One connection's worth of questions.
    private func ask(
        _ account: AccountOffers, _ book: inout OfferBook, over entered: Door.Entered, _ pace: inout OfferPace
    ) async -> Unreached? {
        let session = entered.session
        defer { session.close() }
        let limit = options.patience.handshake
        if !book.hasOffered {
            do throws(SSHError) {
                book.note(offers: try await session.offers(to: account.user, within: limit))
            } catch {
                book.note([], isCut: true)
                pace.ended(loggedIn: false, at: .now)
                return reason(error, entered)
            }
            if book.isOpenToAll { return nil }
        }
        var keys: [PublicKeyBlob] = []
        for place in book.pending {
            // A key that the one reader takes and the other does not ends the list: it stays unanswered.
            guard let key = try? PublicKeyBlob(account.offers[place].key.blob) else { break }
            keys.append(key)
        }
        let found = await session.ask(about: keys, user: account.user, refusals: book.refusals, within: limit)
        book.note(found.answers, isCut: found.ended != nil)
        guard found.ended == nil else {
            pace.ended(loggedIn: false, at: .now)
            return reason(found.ended, entered)
        }
        pace.ended(loggedIn: await leave(session, account, book), at: .now)
        return nil
    }

    /// A server that hung up, with words or without, is asked again over another connection; anything else is final.
    private func reason(_ error: SSHError?, _ entered: Door.Entered) -> Unreached? {
        switch error {
        case nil, .disconnected, .closed: nil
        case .some(let error):
            Unreached(machine: wanted.machine, reason: Judgement(error).reason, tries: entered.tries)
        }
    }

    /// Logs in with a key that is the operator's and that the account has just said it would take.
    private func leave(_ session: Session, _ account: AccountOffers, _ book: OfferBook) async -> Bool {
        if book.isOpenToAll { return true }
        let taken = Set(book.answers.filter { $0.value == .taken }.map { account.offers[$0.key].key.blob })
        guard let own = options.identities.first(where: { taken.contains($0.publicKey.bytes) }) else { return false }
        do throws(SSHError) {
            try await session.authenticate(user: account.user, keys: [own], within: options.patience.handshake)
            return true
        } catch {
            return false
        }
    }
}
