import ArgumentParser
import Fleet
import Inventory

/// `levels-ssh owed`: what could not be done so far. Nothing is dialled.
struct FleetOwed: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "owed",
        abstract: "List what is still owed: keys that could not be taken out, or put in, so far.",
        discussion: """
            It is kept in owed.yaml beside levels.yaml, which is fit to be committed; every apply pays what it can. \
            Nothing is dialled. The exit code is 75 as long as something that was revoked may still be taken anywhere, \
            and 0 otherwise.
            """)

    @OptionGroup
    var config: ConfigOptions

    @Option(help: ArgumentHelp("What stdout is made of: text or json, one value.", valueName: "format"))
    var format: OutputFormat = .text

    mutating func run() throws {
        let reporter = Reporter(talk: Talk(), format: format, verbose: false)
        let code: Int32
        do {
            let declared = try Rooms.current.declared(config.file)
            let ledger: Ledger
            do throws(LedgerError) { ledger = try LedgerFile(beside: declared.inventory.path).read() } catch {
                throw CommandFailure.ledger(error)
            }
            code = ledger.exit.rawValue
            reporter.owed(ledger, at: UTCTime(Inventory.currentTime()))
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        if code != 0 { throw ExitCode(code) }
    }
}
