import ArgumentParser

/// What onboard and offboard have in common.
struct PersonOptions: ParsableArguments {
    @Flag(help: "Bring the machines in step as well, and prove it by asking sshd.")
    var apply = false

    @Flag(help: "Do not ask. Without a terminal no machine is changed unless this is given.")
    var yes = false

    @OptionGroup
    var why: ReasonOptions

    @OptionGroup
    var removals: RemovalOptions

    @Option(
        help: ArgumentHelp("A private key to log in with; may be repeated.", valueName: "file"), completion: .file())
    var identity: [String] = []

    @OptionGroup
    var config: ConfigOptions

    @Option(help: ArgumentHelp("What stdout is made of: text or json, one value.", valueName: "format"))
    var format: OutputFormat = .text

    @Flag(name: .shortAndLong, help: "Tell more: which keys were left out, and how machines are reached.")
    var verbose = false

    var reporter: Reporter { Reporter(talk: Talk(), format: format, verbose: verbose) }

    mutating func validate() throws {
        if yes, !apply { throw ValidationError("--yes goes with --apply") }
        if why.reason != nil, !apply { throw ValidationError("--reason goes with --apply") }
    }

    /// Who is to be asked, and why it is done. Before the signals are taken: here Ctrl-C just ends us.
    /// - Parameter protected: the names of the environments that ask for a reason.
    func permission(_ verb: String, _ protected: [String], _ talk: Talk) throws(CommandFailure) -> Permission {
        let terminal = TerminalPrompt.ifPossible(talk)
        guard apply else { return Permission(prompt: nil, reason: nil) }
        guard yes || terminal != nil else {
            throw .usage(
                "\(verb) --apply asks before it changes a machine, and there is no terminal", hint: "--yes")
        }
        let reason = try Reason.find(why.reason, for: protected, prompt: terminal)
        return Permission(prompt: yes ? nil : terminal, reason: reason)
    }

    struct Permission: Sendable {
        let prompt: (@Sendable (String) -> String?)?
        let reason: String?
    }
}
