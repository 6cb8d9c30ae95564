import ArgumentParser
import Inventory

/// `levels-ssh whitelist ...`: who may come to the bastions.
struct Whitelists: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whitelist",
        abstract: "Show and change who may come to the bastions.",
        subcommands: [WhitelistList.self, WhitelistAdd.self, WhitelistRemove.self, WhitelistCheck.self],
        defaultSubcommand: WhitelistList.self)
}

/// Of which VPC.
struct WhitelistOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The VPC of this environment.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).environments() })
    var env: String?

    @Option(
        help: ArgumentHelp("This VPC.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).vpcs() })
    var vpc: String?

    @OptionGroup
    var config: ConfigOptions

    @Option(help: ArgumentHelp("What stdout is made of: text or json, one value.", valueName: "format"))
    var format: OutputFormat = .text

    var reporter: Reporter { Reporter(talk: Talk(), format: format, verbose: false) }

    /// The VPCs that are asked about: all of them where none is named.
    func vpcs(in inventory: Inventory) throws(CommandFailure) -> [VPC] {
        if let env {
            let environment = try inventory.environment(env)
            guard vpc == nil || vpc == environment.vpc else {
                throw .usage("environment \(env) is in VPC \(environment.vpc)", hint: "name one of --env and --vpc")
            }
            return inventory.vpcs.filter { $0.name == environment.vpc }
        }
        guard let vpc else { return inventory.vpcs }
        guard let found = inventory.vpc(named: vpc) else {
            throw .usage(
                "there is no VPC \(vpc) in \(inventory.path)",
                hint: "--vpc \(Inventory.list(inventory.vpcs.map(\.name)))")
        }
        return [found]
    }

    /// The one VPC that is to be changed.
    func onlyVPC(in inventory: Inventory) throws(CommandFailure) -> VPC {
        let vpcs = try vpcs(in: inventory)
        guard vpcs.count == 1 else {
            throw .usage("no VPC is named", hint: "--vpc \(Inventory.list(vpcs.map(\.name)))")
        }
        return vpcs[0]
    }
}
