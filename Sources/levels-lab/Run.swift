import ArgumentParser
import LevelsLab

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a command where the client is, or where another machine is.",
        discussion: "The command takes our place: terminal, signals and exit code are its own. LEVELS_CONFIG is set.")

    @OptionGroup var folder: FolderOption
    @Option(name: .customLong("as"), help: "client, stranger, or a server's name.")
    var machine = "client"
    @Argument(parsing: .postTerminator, help: "The command and its arguments, after --.")
    var command: [String] = []

    func validate() throws {
        if command.isEmpty { throw ValidationError("name a command after --") }
    }

    func run() throws {
        let lab = try folder.open()
        try reporting { () throws(LabFailure) in try lab.become(command, on: machine) }
    }
}
