import ArgumentParser
import Inventory

/// `levels-ssh config check`: whether levels.yaml is as it must be. Nothing is dialled.
struct ConfigCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check levels.yaml, and say what is wrong with it and where.",
        discussion: "The exit code is 0 where nothing is, and 78 otherwise. Nothing is dialled.")

    @Option(
        help: ArgumentHelp("levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(help: ArgumentHelp("What stdout is made of: text or json, one value.", valueName: "format"))
    var format: OutputFormat = .text

    mutating func run() throws {
        let reporter = Reporter(talk: Talk(), format: format, verbose: false)
        do {
            let declared = try Rooms.current.declared(config ?? ProcessEnvironment.read()["LEVELS_CONFIG"])
            if format == .text { reporter.notes(declared.notes) }
            reporter.talk.data(Self.summary(declared, format))
        } catch {
            throw ExitCode(reporter.failed(error))
        }
    }

    static func summary(_ declared: InventoryReading, _ format: OutputFormat) -> String {
        let inventory = declared.inventory
        let environments = inventory.environments.count
        let databases = inventory.environments.map(\.databases.count).reduce(0, +)
        switch format {
        case .text:
            return "\(Escaped.text(inventory.path)): \(environments) environments, \(databases) databases: all well"
        case .json:
            return EventJSON.event(
                "checked",
                [
                    ("file", .string(inventory.path)), ("environments", .integer(environments)),
                    ("databases", .integer(databases)), ("notes", .array(declared.notes.map(\.json))),
                ]
            ).line
        }
    }
}
