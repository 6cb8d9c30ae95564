import ArgumentParser

/// `levels-ssh list`: what is open in the background.
struct TunnelList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tunnels that are open in the background, and who uses them.")

    @Option(help: ArgumentHelp("What stdout is made of: text or json, one value.", valueName: "format"))
    var format: OutputFormat = .text

    mutating func run() throws {
        let reporter = Reporter(talk: Talk(), format: format, verbose: false)
        do {
            reporter.kept(try BackgroundAll().tunnels())
        } catch {
            throw ExitCode(reporter.failed(error))
        }
    }
}
