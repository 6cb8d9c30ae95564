import ArgumentParser
import LevelsLab

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say what runs, and where.")

    @OptionGroup var folder: FolderOption
    @Option(help: "text or json.")
    var format = OutputFormat.text

    func run() throws { format.render(try folder.open()) }
}
