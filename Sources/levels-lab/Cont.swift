import ArgumentParser
import LevelsLab

struct Cont: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let a server go on after stop.")

    @OptionGroup var folder: FolderOption
    @Argument(help: "The server's name, as status shows it.")
    var server: String

    func run() async throws {
        let lab = try folder.open()
        try await reporting { () async throws(LabFailure) in try lab.server(server).resume() }
    }
}
