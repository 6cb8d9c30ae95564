import ArgumentParser
import AuthorizedKeys
import Inventory

/// `levels-ssh keys check`: whether the roster can be read, and its keys are any good. Nothing is dialled.
struct KeysCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the roster and its keys, and say what is wrong with them and where.",
        discussion: """
            Fit for a pre-commit hook and for CI: nothing is dialled, and the exit code is 0 where no key fails, 65 where \
            one does or the roster cannot be read, and 78 where levels.yaml cannot. A warning is no failure. A check that \
            could not be made is told as such, and never as passed.
            """)

    @OptionGroup
    var config: ConfigOptions

    @Option(
        help: ArgumentHelp(
            "A list of compromised keys: blocklist.dat of badkeys. Default: where badkeys --update-bl puts it.",
            valueName: "file"),
        completion: .file(extensions: ["dat"]))
    var blocklist: String?

    @Option(help: ArgumentHelp("What stdout is made of: text or json, one value.", valueName: "format"))
    var format: OutputFormat = .text

    mutating func run() throws {
        let reporter = Reporter(talk: Talk(), format: format, verbose: false)
        let code: Int32
        do {
            let declared = try Rooms.current.roster(config.file)
            let list = try BlocklistFile.load(named: blocklist, environment: ProcessEnvironment.read())
            let report = KeysReport(declared, KeyHygiene(now: Inventory.currentTime(), blocklist: list))
            code = report.exit.rawValue
            switch format {
            case .text: report.tell(reporter)
            case .json: reporter.talk.data(report.json.line)
            }
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        if code != 0 { throw ExitCode(code) }
    }
}
