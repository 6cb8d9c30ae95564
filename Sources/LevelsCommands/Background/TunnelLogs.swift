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

    /// Whose line it is: `TIME dev/main: ...`.
    private static func tunnel(_ line: Substring) -> String? {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count == 3, words[1].hasSuffix(":"), words[1].contains("/") else { return nil }
        return String(words[1].dropLast())
    }

    mutating func run() throws {
        let talk = Talk()
        let reporter = Reporter(talk: talk, format: .text, verbose: false)
        do {
            var (hasFound, others) = (false, [String]())
            for path in try BackgroundLog.all() {
                guard let contents = try? BoundedFile.beginning(of: path, limit: BackgroundLog.mostRead) else {
                    continue
                }
                for line in String(decoding: contents.bytes, as: UTF8.self).split(separator: "\n") {
                    let tunnel = Self.tunnel(line)
                    if name == nil || tunnel == name {
                        hasFound = true
                        talk.data(Escaped.text(String(line)))
                    } else if let tunnel, !others.contains(tunnel) {
                        others.append(tunnel)
                    }
                }
            }
            if !hasFound, let name {
                throw CommandFailure.usage(
                    "there is nothing of a tunnel \(name)",
                    hint: "levels-ssh logs \(others.isEmpty ? "" : others.sorted().joined(separator: " | "))")
            }
        } catch {
            throw ExitCode(reporter.failed(error))
        }
    }
}
