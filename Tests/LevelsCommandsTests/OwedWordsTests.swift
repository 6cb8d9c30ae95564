import Fleet
import Inventory
import Testing

@testable import LevelsCommands

struct OwedWordsTests {
    @Test(arguments: [
        (0, 0, nil), (1, 0, "1 key is"), (2, 0, "2 keys are"), (0, 1, "1 session is"), (0, 2, "2 sessions are"),
        (1, 2, "1 key and 2 sessions are"),
    ])
    func keysAndSessionsAreCountedApart(keys: Int, sessions: Int, words: String?) throws {
        let debts = try (0..<keys + sessions).map { number in
            Debt(
                .init(
                    kind: number < keys ? .revocation : .session, vpc: "net", host: try HostPort("10.0.0.1:22"),
                    account: "app", key: "SHA256:\(number)"), since: UTCTime(0), tried: UTCTime(0), why: "")
        }
        #expect(Reporter.owed(Ledger(debts)) == words)
    }
}
