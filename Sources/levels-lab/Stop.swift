import ArgumentParser
import LevelsLab

struct Stop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stop a server with its connections: they stay open, and nobody answers on them.")

    @OptionGroup var folder: FolderOption
    @Argument(help: "The server's name, as status shows it.")
    var server: String

    func run() async throws {
        let lab = try folder.open()
        try await reporting { () async throws(LabFailure) in try lab.server(server).pause() }
    }
}
