import ArgumentParser
import Inventory

/// `levels-ssh ssh-config`: prints a configuration for ssh. Nothing is dialled.
struct SSHConfigPrint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ssh-config",
        abstract: "Print a configuration for ssh in which every host is reached through its bastion.",
        discussion: """
            ssh, scp, sftp, rsync, git and whatever else uses them reach each host as ENVIRONMENT-HOST: through \
            levels-ssh proxy, with the host keys that levels.yaml declares and no others, which ssh (8.5 or later) asks \
            for each time it connects. For an older one, write them to a file with --known-hosts, and name that as \
            UserKnownHostsFile. Where an environment is protected, set LEVELS_REASON.
            """)

    @Option(
        help: ArgumentHelp("Only this environment. Default: all.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).environments() })
    var env: String?

    @Flag(help: "Print the declared host keys instead, as a known_hosts file.")
    var knownHosts = false

    @OptionGroup
    var config: ConfigOptions

    mutating func run() throws {
        let reporter = Reporter(talk: Talk(), format: .text, verbose: false)
        do {
            let inventory = try Rooms.current.declared(config.file).inventory
            let environments = try env.map { name throws(CommandFailure) in [try inventory.environment(name)] }
            let config = SSHConfig(
                inventory: inventory, environments: environments ?? inventory.environments,
                // By our name alone, where the system does not say where we are.
                program: OwnProgram.path ?? "levels-ssh")
            for line in knownHosts ? config.knownHosts : try config.lines() { reporter.talk.data(line) }
        } catch {
            throw ExitCode(reporter.failed(error))
        }
    }
}
