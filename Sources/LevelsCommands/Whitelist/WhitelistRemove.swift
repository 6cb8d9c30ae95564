import ArgumentParser
import Inventory

/// `levels-ssh whitelist remove`: an entry less in levels.yaml. Nothing is dialled.
struct WhitelistRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a network out of a VPC's whitelist in levels.yaml.",
        discussion: """
            Every other byte of the file stays as it is, and what comes of it is read again before it replaces the file. \
            The last entry stays: a VPC without a whitelist is open to all. What a person's from: says is in keys/, and is \
            changed there. Nothing is dialled: levels-ssh plan tells what differs on the machines.
            """)

    @Argument(help: ArgumentHelp("As it is declared.", valueName: "cidr"))
    var cidr: String

    @OptionGroup
    var options: WhitelistOptions

    mutating func run() throws {
        let reporter = options.reporter
        do {
            let change = try WhitelistChange(options.config.file)
            let inventory = change.editor.reading.inventory
            let network: CIDR
            do throws(BrokenRule) { network = try CIDR(cidr) } catch {
                throw CommandFailure.usage("\"\(Escaped.text(cidr))\" \(error.rule)", hint: error.suggestion)
            }
            // Where no VPC is named, the only one that has it is meant.
            let named = try options.vpcs(in: inventory)
            let holding = named.filter { vpc in
                (vpc.whitelist + vpc.expiredWhitelist).contains { $0.cidr == network }
            }
            guard holding.count <= 1 else {
                throw CommandFailure.usage(
                    "\(holding.count) VPCs have \(network)", hint: "--vpc \(Inventory.list(holding.map(\.name)))")
            }
            guard let vpc = holding.first ?? (named.count == 1 ? named.first : nil) else {
                throw CommandFailure.refused(
                    "\(network) is no entry of any VPC's whitelist", hint: "levels-ssh whitelist lists them")
            }
            try change.carryOut("whitelist-removed", in: vpc, reporter) { () throws(WhitelistEditor.Refusal) in
                try change.editor.removing(network, from: vpc.name)
            }
        } catch {
            throw ExitCode(reporter.failed(error))
        }
    }
}
