import ArgumentParser
import Inventory

/// `levels-ssh people`: the roster as a table. Nothing is dialled.
struct PeopleList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people",
        abstract: "List who may reach what, until when, and from where.",
        discussion: """
            It says what keys/ beside levels.yaml declares, not what is on the hosts; nothing is dialled. Who has expired \
            counts as gone: that is said on stderr, and in JSON under expired.
            """)

    @Option(
        help: ArgumentHelp("Only who may reach this environment.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).environments() })
    var env: String?

    @Option(
        help: ArgumentHelp("Only this person.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).people() })
    var person: String?

    @OptionGroup
    var config: ConfigOptions

    @Option(help: ArgumentHelp("What stdout is made of: text or json, one value.", valueName: "format"))
    var format: OutputFormat = .text

    mutating func run() throws {
        let reporter = Reporter(talk: Talk(), format: format, verbose: false)
        do {
            let declared = try Rooms.current.roster(config.file)
            let environment = try env.map { try declared.inventory.environment($0) }
            let only = try person.map { try declared.person($0).id }
            let report = PeopleReport(declared, environment: environment, person: only)
            switch format {
            case .text:
                reporter.notes(declared.notes)
                for line in report.table { reporter.talk.data(line) }
            case .json: reporter.talk.data(report.json.line)
            }
        } catch {
            throw ExitCode(reporter.failed(error))
        }
    }
}
