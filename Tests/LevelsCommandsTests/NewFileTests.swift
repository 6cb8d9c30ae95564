import Testing

@testable import LevelsCommands

struct NewFileTests {
    @Test(arguments: [
        ("/no-such-folder/x.html", "--html /no-such-folder/x.html: No such file or directory"),
        ("", "--html : it is no plain file"), ("/tmp", "--html /tmp: it is no plain file"),
        ("/tmp/", "--html /tmp/: it is no plain file"), ("/dev/stdout", "--html /dev/stdout: it is no plain file"),
    ])
    func whatCannotBeWrittenIsRefusedUpFront(name: String, message: String) {
        let failure = #expect(throws: CommandFailure.self) { try NewFile.check(name, for: "--html") }
        #expect(failure?.message == message && failure?.exitCode == 64)
    }

    @Test func aFileThatIsNotThereYetMayBeWritten() throws {
        try NewFile.check("/tmp/levels-ssh-\(UInt64.random(in: 0 ... .max)).html", for: "--html")
    }
}
