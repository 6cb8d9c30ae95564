import ArgumentParser
import LevelsLab

struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start a server again after kill, on the same port.")

    @OptionGroup var folder: FolderOption
    @Argument(help: "The server's name, as status shows it.")
    var server: String

    func run() async throws {
        let lab = try folder.open()
        try await reporting { () async throws(LabFailure) in try await lab.server(server).start() }
    }
}
