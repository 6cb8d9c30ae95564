import Foundation
import Inventory
import Testing
import Tunnel

@testable import LevelsCommands

@Suite struct TalkTests {
    /// What `body` says on stderr.
    private func heard(_ body: (Talk) -> Void) throws -> String {
        let pipe = Pipe()
        body(Talk(output: -1, errors: pipe.fileHandleForWriting.fileDescriptor))
        try pipe.fileHandleForWriting.close()
        return String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
    }

    @Test func aFailureNamesItsHopAndWhatToType() throws {
        let failure = TunnelFailure(
            hop: .bastion("b:22"), message: "the host key is not the declared one", hint: "ask who changed it",
            exit: .protocolMismatch)
        #expect(
            try heard { $0.report(.tunnel(failure)) } == """
                levels-ssh: error: bastion b:22: the host key is not the declared one
                levels-ssh: hint: ask who changed it

                """)
        #expect(CommandFailure.tunnel(failure).exitCode == 76)
    }

    @Test func whatAServerSentCannotForgeALine() throws {
        let said = try heard { $0.report(.bug("a\nlevels-ssh: all well\u{1b}[2K\u{202e}")) }
        #expect(said == "levels-ssh: error: a\\nlevels-ssh: all well\\u{1b}[2K\\u{202e}\n")
    }

    @Test func aSignalIsNotAnError() throws {
        #expect(try heard { $0.report(.signalled(2)) } == "")
        #expect(CommandFailure.signalled(2).exitCode == 130)
    }

    @Test func longTextIsCut() {
        #expect(Escaped.text(String(repeating: "a", count: 1_000_000)).count == Escaped.limit + 3)
    }
}
