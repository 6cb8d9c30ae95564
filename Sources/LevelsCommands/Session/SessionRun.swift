import ArgumentParser

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `levels-ssh session`: a script, with everything it needs to reach an environment.
struct SessionRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Run a script with tunnels and ssh into an environment, and take everything down at its end.",
        usage: "levels-ssh session --env NAME [options] -- SCRIPT [ARGUMENT ...]",
        discussion: """
            The tunnels of the databases that are named are opened, and the script starts when all are ready. It finds them \
            in its environment, mysql, mariadb and psql log in without an option, and ssh, scp, sftp, rsync and git reach \
            every host of the environment by its name, with the keys that are declared and no others, over the session's own \
            login at the bastion. However it ends, by itself, by a signal, by the time that is over or by a crash of ours, \
            tunnels, files and what it has left running are gone with it. The exit code is the script's own, or 128 and the \
            number of the signal that ended it; 75 where the time was over.
            """)

    @OptionGroup
    var options: RemoteOptions

    @Option(
        name: [.customLong("db"), .customLong("database")],
        help: ArgumentHelp(
            "A database to open, or NAME/reader; may be repeated. The first is what clients mean.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).databases() })
    var databases: [String] = []

    @Option(
        help: ArgumentHelp(
            "Record what the script shows, as an asciicast, in a new file; what is typed is not.", valueName: "file"),
        completion: .file())
    var record: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("End the script after this time: 90s, 30m, 2h, 1h30m.", valueName: "duration"),
        transform: DurationArgument.init)
    var lease: DurationArgument?

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("A script and its arguments, handed on as they are.", valueName: "script"))
    var script: [String] = []

    mutating func validate() throws {
        if script.isEmpty { throw ValidationError("a script is needed after --") }
    }

    mutating func run() throws {
        let talk = Talk()
        let reporter = Reporter(talk: talk, format: .text, verbose: options.verbose)
        let variables = ProcessEnvironment.read()
        let session: ScriptSession
        do {
            // Everything that may ask a question comes before the signals are taken: here Ctrl-C just ends us.
            let plan = try SessionPlan.make(
                self, rooms: .current, variables: variables, prompt: TerminalPrompt.ifPossible(talk))
            if options.verbose { reporter.notes(plan.remote.notes) }
            session = ScriptSession(plan: plan, variables: variables, rooms: .current, reporter: reporter)
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        CoreDumps.forbid()
        SignalWatch.run(noticing: [SIGWINCH, SIGCONT]) { signals in await session.run(signals) }
    }
}
