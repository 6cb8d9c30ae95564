import AuthorizedKeys
import Testing

@testable import Fleet

@Suite("The steps of a change")
struct MachineChangeTests {
    private static func request() throws -> ChangeRequest {
        let file = FileChange(folder: "/a", name: "b", owner: 1, group: 1, old: nil, bytes: [1])
        return try #require(ChangeRequest(holder: "", files: [file]))
    }

    private static func end(_ change: MachineChange) -> MachineChange.Outcome? {
        if case .finished(let outcome) = change.step { outcome } else { nil }
    }

    @Test func goesThroughToTheEnd() throws {
        let request = try Self.request()
        var change = MachineChange(request)
        #expect(change.step == .change(request))
        change.handle(.changed(.changed))
        #expect(change.step == .prove)
        change.handle(.provenIn)
        #expect(change.step == .settle(SettleRequest(.confirm, request.token)))
        change.handle(.settled(.confirmed))
        #expect(change.step == .finished(.done))
    }

    @Test func endsWhatWasLeftOverFirst() throws {
        let request = try Self.request()
        for state in PendingChange.State.allCases {
            let left = PendingChange(
                state: state, isAlive: false, age: nil, began: nil, token: ChangeToken(), holder: "")
            var change = MachineChange(request, after: left)
            #expect(change.step == .settle(SettleRequest(state == .confirmed ? .confirm : .revert, left.token)))
            change.handle(.settled(.reverted))
            #expect(change.step == .change(request))
        }
    }

    /// Whatever is lost or refused once the machine may have changed, it is told to take it back.
    @Test(arguments: [MachineChange.Event.shutOut("x"), .lost("x"), .interrupted])
    func takesBackWhatIsNotProven(_ event: MachineChange.Event) throws {
        let request = try Self.request()
        var change = MachineChange(request)
        change.handle(.changed(.changed))
        change.handle(event)
        #expect(change.step == .settle(SettleRequest(.revert, request.token)))
        change.handle(.interrupted)
        change.handle(.settled(.reverted))
        guard case .reverted = Self.end(change) else {
            Issue.record("\(change.step)")
            return
        }
    }

    @Test func aLostAnswerToTheConfirmationIsUnknownAndNothingElse() throws {
        var change = MachineChange(try Self.request())
        change.handle(.changed(.changed))
        change.handle(.provenIn)
        change.handle(.interrupted)
        change.handle(.lost("x"))
        #expect(Self.end(change) == .unknown("x", seconds: 60))
    }

    @Test func aFailureChangesNothing() throws {
        var change = MachineChange(try Self.request())
        let failure = ChangeAnswer.Failure(step: .write, file: 0, pending: nil, wasArmed: false)
        change.handle(.changed(.failed(failure)))
        #expect(Self.end(change) == .failed(failure))
    }

    /// Of every run of events: only a confirmation makes it done, and it always comes to an end.
    @Test func isDoneOnlyWhenTheMachineSaysSo() throws {
        let request = try Self.request()
        let mine = SettledChange(token: request.token, isConfirmed: true, at: 1)
        let taken = SettledChange(token: request.token, isConfirmed: false, at: 1)
        let events: [MachineChange.Event] = [
            .changed(.changed), .provenIn, .shutOut("x"), .lost("x"), .interrupted, .settled(.confirmed),
            .settled(.reverted), .settled(.differs), .settled(.late), .settled(.stuck), .settled(.none(last: nil)),
            .settled(.none(last: mine)), .settled(.none(last: taken)),
        ]
        var open = [(MachineChange(request), [MachineChange.Event]())]
        var ends = 0
        for _ in 0..<4 {
            var next: [(MachineChange, [MachineChange.Event])] = []
            for (change, path) in open {
                for event in events {
                    var after = change
                    after.handle(event)
                    let path = path + [event]
                    guard case .finished(let outcome) = after.step else {
                        if after != change { next.append((after, path)) }
                        continue
                    }
                    ends += 1
                    let isSaid = event == .settled(.confirmed) || event == .settled(.none(last: mine))
                    #expect(!outcome.isDone || isSaid, "\(path)")
                }
            }
            open = next
        }
        #expect(open.isEmpty && ends > 20)
    }
}
