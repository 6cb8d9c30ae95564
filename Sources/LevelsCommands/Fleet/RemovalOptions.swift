import ArgumentParser

/// How many keys may go at once.
struct RemovalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "So many keys of an account may go, even if that is more than a quarter of them.", valueName: "number"))
    var maxRemovals = 0

    mutating func validate() throws {
        if maxRemovals < 0 { throw ValidationError("--max-removals is a number of keys") }
    }
}
