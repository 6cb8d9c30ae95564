import ArgumentParser

/// Where the declared state is.
struct ConfigOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    /// What is named on the command line or in the environment.
    var file: String? { config ?? ProcessEnvironment.read()["LEVELS_CONFIG"] }
}
