import Journal
import Testing

@testable import LevelsCommands

/// The journal for people: lines that belong together are a row.
@Suite struct LogReportTests {
    private func report(_ entries: [(event: String, members: KeyValuePairs<String, JournalValue?>)]) -> LogReport {
        var report = LogReport()
        for (number, entry) in zip(Int64(1)..., entries) {
            report.take(
                JournalLine(
                    number: number, previous: .none,
                    entry: JournalEntry(time: "2026-11-26T20:00:0\(number)Z", event: entry.event, entry.members)))
        }
        return report
    }

    private let change: [(event: String, members: KeyValuePairs<String, JournalValue?>)] = [
        (
            "change_beginning",
            [
                "change": .text("a"), "who": .text("alice@laptop"), "command": .text("apply"),
                "envs": .texts(["dev", "qa"]), "reason": .text("ticket 4711"),
            ]
        ),
        (
            "change",
            [
                "change": .text("a"), "who": .text("alice@laptop"), "command": .text("apply"),
                "machine": .text("host-1"), "outcome": .text("changed: " + String(repeating: "x", count: 300)),
            ]
        ),
    ]

    @Test func aChangeHasTheReasonThatItBeganWith() {
        let lines = report(change).table()
        #expect(lines.count == 2)
        #expect(lines[1].hasPrefix("2026-11-26T20:00:02Z  alice@laptop  apply  host-1  -"))
        #expect(lines[1].contains("  changed: x"))
        #expect(lines[1].hasSuffix("  ticket 4711"))
    }

    @Test func aChangeThatWasKilledStaysAsItBegan() {
        let line = report([change[0]]).table()[1]
        #expect(line.hasPrefix("2026-11-26T20:00:01Z  alice@laptop  apply  dev, qa  -"))
        #expect(line.hasSuffix("  not ended  ticket 4711"))
    }

    @Test(arguments: [100, 120, 500]) func aTerminalIsNotWritten(over width: Int) {
        let lines = report(change).table(width: width)
        #expect(lines.allSatisfy { $0.count <= width })
        #expect(lines[1].contains("...  ticket 4711") == (width < 400))
    }

    /// What finds a line in the journal is never cut.
    @Test func aNarrowTerminalLosesNothingButWhatIsLong() {
        let line = report(change).table(width: 20)[1]
        #expect(line.hasPrefix("2026-11-26T20:00:02Z  alice@laptop  apply  host-1"))
        #expect(line.hasSuffix("  changed: ...  ticket 4711"))
    }
}
