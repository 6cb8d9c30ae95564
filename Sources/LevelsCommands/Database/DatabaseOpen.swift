import ArgumentParser

/// `levels-ssh db`: opens the double tunnel, and holds it, or runs a client through it.
struct DatabaseOpen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Open the double tunnel to a database, and run a client through it.",
        usage: """
            levels-ssh db --env NAME [options]
            levels-ssh db --env NAME [options] -- CLIENT [ARGUMENT ...]
            """,
        discussion: """
            Without a client the tunnel is held until it is interrupted, and one line is printed on stdout: the URL to \
            connect to, without a password. With one, the client runs in the foreground, is told where the database is \
            and how to log in, and its exit code is returned.
            """)

    @OptionGroup
    var options: DatabaseOptions

    @Flag(help: "Open, prove that the database answers, and close.")
    var check = false

    @Flag(help: "Give the client DATABASE_URL as well, password included.")
    var databaseURL = false

    @Flag(
        help: ArgumentHelp(
            "Log in by itself, even where a background process of the VPC is up. LEVELS_BACKGROUND=no says so for all.")
    )
    var noBackground = false

    @Option(help: ArgumentHelp("What stdout is made of: text or json, one event a line.", valueName: "format"))
    var format: OutputFormat = .text

    @Flag(name: .shortAndLong, help: "Tell more: algorithms, and every client that comes and goes.")
    var verbose = false

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("A client and its arguments, handed on as they are.", valueName: "client"))
    var client: [String] = []

    mutating func validate() throws {
        if check, !client.isEmpty { throw ValidationError("--check runs no client") }
        if databaseURL, client.isEmpty { throw ValidationError("--database-url needs a client after --") }
    }

    mutating func run() throws {
        let talk = Talk()
        let reporter = Reporter(talk: talk, format: format, verbose: verbose)
        let environment = ProcessEnvironment.read()
        let session: DatabaseSession
        do {
            // Everything that may ask a question comes before the signals are taken: here Ctrl-C just ends us.
            let plan = try DatabasePlan.make(
                self, rooms: .current, environment: environment, prompt: TerminalPrompt.ifPossible(talk))
            if verbose { reporter.notes(plan.notes) }
            session = DatabaseSession(plan: plan, rooms: .current, reporter: reporter, environment: environment)
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        CoreDumps.forbid()
        SignalWatch.run { signals in await session.run(signals) }
    }
}
