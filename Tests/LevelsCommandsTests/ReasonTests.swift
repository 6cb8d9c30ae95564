import Testing

@testable import LevelsCommands

/// Why a protected environment is touched: given, asked for, or missing.
@Suite("A reason") struct ReasonTests {
    @Test func isAskedForWhereAnEnvironmentIsProtectedAndNoneWasGiven() throws {
        var asked: [String] = []
        let reason = try Reason.find(nil, for: ["prod", "pci"]) { question in
            asked.append(question)
            return " \t ticket 4711 \r"
        }
        #expect(reason == "ticket 4711" && asked == ["reason for prod, pci: "])
    }

    @Test func isNotAskedForOtherwise() throws {
        func never(_ question: String) -> String? {
            Issue.record("asked: \(question)")
            return nil
        }
        #expect(try Reason.find("x ", for: ["prod"], prompt: never) == "x")
        #expect(try Reason.find(nil, for: [], prompt: never) == nil)
        #expect(try Reason.find("x", for: [], prompt: nil) == "x")
    }

    /// Nobody there to ask, the line ended, nothing but blanks.
    @Test(arguments: [nil, "", "  \t"]) func isRequired(_ answer: String?) {
        let failure = #expect(throws: CommandFailure.self) {
            _ = try Reason.find(nil, for: ["prod"]) { _ in answer }
        }
        #expect(failure?.exitCode == 64 && failure?.message == "environment prod is protected: a reason is required")
        #expect(throws: CommandFailure.self) { _ = try Reason.find(answer, for: ["prod"], prompt: nil) }
    }
}
