import ArgumentParser
import AuthorizedKeys
import Fleet
import Inventory

/// `levels-ssh keys render`: an authorized_keys file as the roster wants it. Nothing is dialled.
struct KeysRender: ParsableCommand {
    enum Role: String, ExpressibleByArgument, CaseIterable {
        case bastion, host
    }

    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Print the authorized_keys file of an account, for baking into an image.",
        discussion: """
            On a bastion the file is that of all environments of the VPC, since they share it. Nothing is dialled, and \
            the same roster gives the same file, byte for byte.
            """)

    @Option(
        help: ArgumentHelp("The environment.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).environments() })
    var env: String

    @Option(help: ArgumentHelp("What the image is for: bastion or host.", valueName: "role"))
    var role: Role

    @Option(
        help: ArgumentHelp(
            "The account. Default: the one that tunnels pass through, or end in.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).accounts() })
    var account: String?

    @Option(
        help: ArgumentHelp("Exactly as this host has it. Default: as any that reaches databases.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).hosts() })
    var host: String?

    @OptionGroup
    var config: ConfigOptions

    mutating func validate() throws {
        if host != nil, role == .bastion { throw ValidationError("--host goes with --role host") }
    }

    mutating func run() throws {
        let reporter = Reporter(talk: Talk(), format: .text, verbose: false)
        do {
            let declared = try Rooms.current.roster(config.file)
            reporter.notes(declared.notes)
            let accounts = try Self.accounts(declared, try declared.inventory.environment(env), role, host: host)
            let chosen = try self.chosen(of: accounts)
            if chosen.keys.isEmpty { reporter.talk.say("warning: nobody in the roster reaches account \(chosen.user)") }
            if chosen.leavesOutSources {
                reporter.talk.say(
                    "warning: the whitelist is too long for from=: these keys are taken from anywhere, unless a packet filter "
                        + "keeps others out, which levels-ssh apply sees to")
            }
            for line in header(chosen) + chosen.lines { reporter.talk.data(line) }
        } catch {
            throw ExitCode(reporter.failed(error))
        }
    }

    static func accounts(
        _ declared: DeclaredRoster, _ environment: Environment, _ role: Role, host: String?
    ) throws(CommandFailure) -> [DeclaredAccount] {
        guard !declared.roster.people.isEmpty else {
            throw .roster("there is nobody in \(declared.roster.folder)", hint: "keys.example/ is a roster to copy")
        }
        guard let vpc = declared.inventory.vpc(of: environment) else { throw .bug("an environment without a VPC") }
        let keys = DeclaredKeys(inventory: declared.inventory, roster: declared.roster)
        do {
            switch (role, host) {
            case (.bastion, _): return try keys.accounts(onBastionsOf: vpc)
            case (.host, nil): return try keys.accounts(onHostsOf: environment)
            case (.host, let name?):
                guard let found = environment.hosts.list.first(where: { $0.name == name }) else {
                    throw CommandFailure.usage(
                        "there is no host \(name) in environment \(environment.name)",
                        hint: "--host \(Inventory.list(environment.hosts.list.map(\.name)))")
                }
                return try keys.accounts(onHostAt: found.address, in: vpc)
            }
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw .bug("a line cannot be written: \(error)")
        }
    }

    private func chosen(of accounts: [DeclaredAccount]) throws(CommandFailure) -> DeclaredAccount {
        let usual: DeclaredAccount.Purpose = role == .bastion ? .jump : .app
        let found = accounts.first { account.map($0.user.elementsEqual) ?? $0.purposes.contains(usual) }
        if let found { return found }
        throw .usage(
            "no account \(account ?? "") is managed on a \(role.rawValue) of \(env)",
            hint: "--account \(Inventory.list(accounts.map(\.user)))")
    }

    private func header(_ account: DeclaredAccount) -> [String] {
        let place = role == .bastion ? "a bastion for" : host.map { "host \($0) of" } ?? "a host of"
        return [
            "# Account \(account.user) on \(place) \(env), made by levels-ssh keys render: edit keys/, not this.",
            "# No option of a line stops a listening Unix socket: sshd_config must say AllowStreamLocalForwarding no.",
        ]
    }
}
