import Testing

@testable import Remote

@Suite struct EscapeFilterTests {
    private func take(_ pieces: [String]) -> (sent: String, commands: [EscapeFilter.Command]) {
        var filter = EscapeFilter()
        var sent: [UInt8] = []
        var commands: [EscapeFilter.Command] = []
        for piece in pieces {
            let (send, command) = filter.take(Array(piece.utf8))
            sent += send
            if let command { commands.append(command) }
        }
        return (String(decoding: sent, as: UTF8.self), commands)
    }

    @Test("a tilde and a dot leave at the beginning of a line, however they come in")
    func leaves() {
        for pieces in [["~."], ["~", "."], ["ls\r", "~", "."], ["ls\n~."]] {
            #expect(take(pieces).commands == [.leave])
        }
    }

    @Test("elsewhere they are what they are")
    func elsewhere() {
        for text in ["a~.", "ls ~.\r", " ~."] {
            let (sent, commands) = take(text.map { String($0) })
            #expect(sent == text)
            #expect(commands.isEmpty)
        }
    }

    @Test("two tildes are one, and a tilde before anything else is kept")
    func kept() {
        #expect(take(["~", "~", "."]).sent == "~.")
        #expect(take(["~", "/", "x"]).sent == "~/x")
    }

    @Test("a line of a paste may begin with anything")
    func pasted() {
        let paste = "one line\r~.\r~~\rand another\r"
        #expect(take([paste]).sent == paste)
        #expect(take([paste]).commands.isEmpty)
        // A tilde that was typed before is not lost.
        #expect(take(["~", paste]).sent == "~" + paste)
        // And what is typed behind one that has ended a line counts.
        #expect(take([paste, "~."]).commands == [.leave])
    }

    @Test("the others")
    func others() {
        #expect(take(["~?"]).commands == [.help])
        #expect(take(["~\u{1a}", "~."]).commands == [.suspend, .leave])
    }
}
