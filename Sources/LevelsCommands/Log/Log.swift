import ArgumentParser

/// `levels-ssh log`: what was done, as it was written down.
struct Log: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract:
            "List the tunnels that were opened and the changes that were applied, and prove that the list is whole.",
        subcommands: [LogList.self, LogVerify.self],
        defaultSubcommand: LogList.self)
}
