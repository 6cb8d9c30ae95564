import Testing

@testable import LevelsCommands

@Suite struct SecretTests {
    @Test func itShowsItselfToNobody() {
        let secret = Secret("hunter2".utf8)
        var dumped = ""
        dump(secret, to: &dumped)
        dump(Optional(secret), to: &dumped)
        let shown = ["\(secret)", String(reflecting: secret), "\([secret])", "\(secret as Any?)", dumped]
        for text in shown {
            #expect(text.contains("<redacted>"))
            #expect(!text.contains("hunter2") && !text.contains("104"))
        }
    }
}
