import ArgumentParser

/// `levels-ssh exec`: runs a command on a host, or on many.
struct ExecRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Run a command on a host behind the bastion.",
        usage: "levels-ssh exec --env NAME [options] -- COMMAND [ARGUMENT ...]",
        discussion: """
            The arguments arrive exactly as they are given: each is quoted for the login shell of the far account, which \
            takes them apart again and starts the command (to have a shell read a line, give it one: sh -c 'LINE'). \
            Standard input, output and error stay apart, and the exit code is the command's own, or 128 and the number of \
            the signal that ended it. Ctrl-C reaches the command; a second one leaves it. On several hosts nothing is read \
            from standard input, each line stands behind the name of its host, and the exit code is the greatest of all.
            """)

    @OptionGroup
    var options: RemoteOptions

    @Option(
        help: ArgumentHelp(
            "The host to run it on; may be repeated. Default: the first that can be had.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).hosts() })
    var host: [String] = []

    @Flag(help: "Run it on every host of the environment.")
    var all = false

    @Option(help: ArgumentHelp("On several hosts: how many of them at once.", valueName: "number"))
    var parallel = 32

    @Option(
        help: ArgumentHelp("End the command after this time: 90s, 30m, 2h.", valueName: "duration"),
        transform: DurationArgument.init)
    var timeout: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "What stdout is made of with --host or --all: text, lines behind a host's name, or json, one event a line.",
            valueName: "format"))
    var format: OutputFormat = .text

    @Option(
        help: ArgumentHelp(
            "With --host or --all: write what each host says to HOST.out and HOST.err here instead.",
            valueName: "folder"),
        completion: .directory)
    var outputDir: String?

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("A command and its arguments, handed on as they are.", valueName: "command"))
    var command: [String] = []

    mutating func validate() throws {
        if command.isEmpty { throw ValidationError("a command is needed after --") }
        if all, !host.isEmpty { throw ValidationError("--all and --host exclude each other") }
        if format == .json, outputDir != nil {
            throw ValidationError("--format json and --output-dir exclude each other")
        }
        if format == .json || outputDir != nil, !all, host.isEmpty {
            let option = outputDir == nil ? "--format json" : "--output-dir"
            throw ValidationError("\(option) is for hosts that are named: --host NAME, or --all")
        }
        if !(1...1000).contains(parallel) { throw ValidationError("--parallel is between 1 and 1000") }
    }

    mutating func run() throws {
        let talk = Talk()
        let reporter = Reporter(talk: talk, format: format, verbose: options.verbose)
        let plan: RemotePlan
        do {
            // Everything that may ask a question comes before the signals are taken: here Ctrl-C just ends us.
            plan = try RemotePlan.make(
                options, hosts: host, rooms: .current, variables: ProcessEnvironment.read(),
                prompt: TerminalPrompt.ifPossible(talk))
            if options.verbose { reporter.notes(plan.notes) }
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        let isCrowd = all || host.count > 1 || format == .json || outputDir != nil
        if isCrowd {
            let crowd = ExecCrowd(
                plan: plan, command: command, timeout: timeout?.duration, parallel: parallel, form: form,
                rooms: .current, reporter: reporter)
            SignalWatch.run { signals in await crowd.run(signals) }
        }
        let session = ExecSession(
            plan: plan, command: command, timeout: timeout?.duration, rooms: .current, reporter: reporter)
        SignalWatch.run { signals in await session.run(signals) }
    }

    private var form: HostOutput.Form {
        if let outputDir { return .files(outputDir) }
        return format == .json ? .events : .lines
    }
}
