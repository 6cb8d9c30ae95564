import ArgumentParser

/// `levels-ssh config`: the declared state.
struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look at the declared state.", subcommands: [ConfigCheck.self])
}
