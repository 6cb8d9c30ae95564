import ArgumentParser
import LevelsLab

struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "End everything of a lab and remove it.", discussion: "Also what a crash has left; twice is no error."
    )

    @OptionGroup var folder: FolderOption

    func run() async throws {
        let lab: Lab
        do throws(LabFailure) { lab = try Lab.open(folder.folder) } catch {
            if case .notUp = error { return say("levels-lab: \(error.message)") }
            throw report(error)
        }
        try await interruptible { try await reporting { () async throws(LabFailure) in try await lab.down() } }
    }
}
