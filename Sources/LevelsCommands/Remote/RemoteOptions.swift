import ArgumentParser

/// Which environment, why, and how to log in: what everything that works on a host asks for.
struct RemoteOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The environment. Default: $LEVELS_ENV.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).environments() })
    var env: String?

    @Option(
        help: ArgumentHelp(
            "Why; required where the environment is protected. Default: $LEVELS_REASON.", valueName: "text"))
    var reason: String?

    @Option(
        help: ArgumentHelp("A private key to log in with; may be repeated.", valueName: "file"), completion: .file())
    var identity: [String] = []

    @OptionGroup
    var config: ConfigOptions

    @Flag(
        help: ArgumentHelp(
            "Log in by itself, even where a background process of the VPC is up. LEVELS_BACKGROUND=no says so for all.")
    )
    var noBackground = false

    @Flag(name: .shortAndLong, help: "Tell more: which keys were left out, and how hosts are reached.")
    var verbose = false
}
