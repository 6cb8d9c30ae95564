import ArgumentParser
import Files
import Inventory
import Journal

/// `levels-ssh logs`: what the background processes had to say.
struct TunnelLogs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Print what the background processes had to say.",
        discussion: """
            One line an event: when a way through was built or lost, who came and went, what went wrong. Times are UTC. A \
            log that has grown over a megabyte is put aside when its process starts, and only the newer part is printed. \
            What was opened, by whom and why, is in the journal: levels-ssh log.
            """)

    @Argument(help: ArgumentHelp("Only lines of this tunnel, as levels-ssh list names it.", valueName: "name"))
    var name: String?

    mutating func run() throws {
        let talk = Talk()
        let reporter = Reporter(talk: talk, format: .text, verbose: false)
        do {
            for path in try BackgroundLog.all() {
                guard let contents = try? BoundedFile.beginning(of: path, limit: BackgroundLog.mostRead) else {
                    continue
                }
                for line in String(decoding: contents.bytes, as: UTF8.self).split(separator: "\n")
                where name.map({ line.contains(" \($0): ") }) ?? true {
                    talk.data(Escaped.text(String(line)))
                }
            }
        } catch {
            throw ExitCode(reporter.failed(error))
        }
    }
}
