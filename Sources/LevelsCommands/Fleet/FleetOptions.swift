import ArgumentParser

/// Which machines, whose keys, and how to log in.
struct FleetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only the machines of this environment, the bastions of its VPC among them. Default: every machine.",
            valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).environments() })
    var env: String?

    @Option(
        help: ArgumentHelp("Only this host, or the machine at this address; may be repeated.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).machines() })
    var host: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only what concerns this person's keys: machines where something about them is to be done.",
            valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).people() })
    var person: String?

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
}
