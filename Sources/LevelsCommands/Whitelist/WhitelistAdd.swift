import ArgumentParser
import Inventory

/// `levels-ssh whitelist add`: an entry more in levels.yaml. Nothing is dialled.
struct WhitelistAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a network to a VPC's whitelist in levels.yaml.",
        discussion: """
            Every other byte of the file stays as it is; what comes of it is read again before it replaces the file, and \
            shown. A file that cannot be edited so is left alone, and the line to write by hand is said. Nothing is \
            dialled: levels-ssh plan tells what differs on the machines.
            """)

    @Argument(help: ArgumentHelp("198.51.100.7/32, say.", valueName: "cidr"))
    var cidr: String

    @Option(help: ArgumentHelp("Whose it is.", valueName: "name"))
    var owner: String

    @Option(help: ArgumentHelp("The last day it holds, YYYY-MM-DD; it ends at 24:00 UTC.", valueName: "day"))
    var until: String

    @Option(help: ArgumentHelp("What it is for.", valueName: "text"))
    var why: String?

    @Flag(help: "It is wider than /8 (IPv6: /16), and an exception; --why is needed.")
    var exception = false

    @OptionGroup
    var options: WhitelistOptions

    mutating func run() throws {
        let reporter = options.reporter
        do {
            let change = try WhitelistChange(options.config.file)
            let inventory = change.editor.reading.inventory
            let vpc = try options.onlyVPC(in: inventory)
            let entry = try entry()
            let isFirst = vpc.whitelist.isEmpty && vpc.expiredWhitelist.isEmpty
            try change.carryOut("whitelist-added", in: vpc, reporter) { () throws(WhitelistEditor.Refusal) in
                try change.editor.adding(entry, to: vpc.name)
            }
            if isFirst {
                reporter.talk.say(
                    "note: this is the first entry of VPC \(vpc.name): whoever comes from elsewhere is not admitted any more"
                )
            }
        } catch {
            throw ExitCode(reporter.failed(error))
        }
    }

    private func entry() throws(CommandFailure) -> WhitelistEntry {
        func read<Value>(
            _ option: String, _ text: String, _ parse: (String) throws(BrokenRule) -> Value
        ) throws(CommandFailure) -> Value {
            do throws(BrokenRule) { return try parse(text) } catch {
                throw .usage(
                    "\(option) \"\(Escaped.text(text))\" \(error.rule)",
                    hint: error.suggestion.map { "\(option) \($0)" })
            }
        }
        let network = try read("the network", cidr) { text throws(BrokenRule) in try CIDR(text) }
        let day = try read("--until", until) { text throws(BrokenRule) in try ExpiryDay(text) }
        guard !day.isOver(at: Inventory.currentTime()) else {
            throw .usage("--until \(day) is over", hint: "a day to come")
        }
        guard network.isTooWide == exception else {
            throw exception
                ? .usage("\(network) is not too wide: nothing to be an exception from", hint: "leave --exception out")
                : .refused(
                    "\(network) is a good part of the internet",
                    hint: "name your own networks, or declare an exception: --exception --why TEXT")
        }
        guard !exception || why != nil else { throw .usage("an exception says why", hint: "--why TEXT") }
        return WhitelistEntry(cidr: network, owner: owner, until: day, why: why, isException: exception)
    }
}
