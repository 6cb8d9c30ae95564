import ArgumentParser
import LevelsLab

struct Kill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "End a server at once, with its connections.")

    @OptionGroup var folder: FolderOption
    @Argument(help: "The server's name, as status shows it.")
    var server: String

    func run() async throws {
        let lab = try folder.open()
        try await reporting { () async throws(LabFailure) in try await lab.server(server).kill() }
    }
}
