import Testing

@testable import LevelsCommands

@Suite struct DurationArgumentTests {
    @Test(arguments: [
        ("90s", 90), ("30m", 1800), ("2h", 7200), ("1h30m", 5400), ("1h1s", 3601), ("168h", 604_800), ("007s", 7),
    ])
    func hoursMinutesAndSecondsInThatOrder(_ text: String, _ seconds: Int) throws {
        #expect(try DurationArgument(text).duration == .seconds(seconds))
    }

    @Test(arguments: [
        "", "30", "m", "30 m", "-1s", "+1s", "1.5h", "30m1h", "1m1m", "0s", "0h0m", "1d", "1H", "٣s", "169h",
        "99999999999999999999s", "999999h", "10m ", "1h\u{0}",
    ])
    func anythingElseIsRefused(_ text: String) {
        #expect(throws: DurationArgument.Malformed.self) { try DurationArgument(text) }
    }
}
