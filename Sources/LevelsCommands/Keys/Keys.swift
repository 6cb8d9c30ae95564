import ArgumentParser

/// `levels-ssh keys`: the public keys of the roster.
struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Check the public keys of the roster, and print what they become on a host.",
        subcommands: [KeysCheck.self, KeysRender.self])
}
