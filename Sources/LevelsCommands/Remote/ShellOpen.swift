import ArgumentParser
import Remote

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `levels-ssh shell`: a terminal on a host.
struct ShellOpen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shell",
        abstract: "Open a terminal on a host behind the bastion.",
        usage: """
            levels-ssh shell --env NAME [options] [HOST]
            levels-ssh shell --env NAME [options] [HOST] -- COMMAND [ARGUMENT ...]
            """,
        discussion: """
            The far account's login shell runs on a terminal like this one, with its size, its TERM and its locale \
            (LANG, LC_*); with a command, that runs there instead. Typed at the beginning of a line, ~. leaves a session \
            that does not answer any more, ~^Z suspends it, ~~ sends a ~, and ~? tells so. The exit code is the shell's \
            own; 129 where it was left.
            """)

    @OptionGroup
    var options: RemoteOptions

    @Argument(
        help: ArgumentHelp("Where. Default: the first host that can be had.", valueName: "host"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).hosts() })
    var host: String?

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("A command and its arguments, handed on as they are.", valueName: "command"))
    var command: [String] = []

    mutating func run() throws {
        let talk = Talk()
        let reporter = Reporter(talk: talk, format: .text, verbose: options.verbose)
        let variables = ProcessEnvironment.read()
        let session: ShellSession
        do {
            guard let terminal = LocalTerminal(STDIN_FILENO) else {
                throw CommandFailure.usage(
                    "a shell needs a terminal, and standard input is none",
                    hint: "levels-ssh exec --env NAME -- COMMAND")
            }
            let plan = try RemotePlan.make(
                options, hosts: host.map { [$0] } ?? [], rooms: .current, variables: variables,
                prompt: TerminalPrompt.ifPossible(talk))
            try plan.checkRecording("levels-ssh shell", variables)
            if options.verbose { reporter.notes(plan.notes) }
            session = ShellSession(
                plan: plan, command: command, terminal: terminal, variables: variables, rooms: .current,
                reporter: reporter)
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        SignalWatch.run(noticing: [SIGWINCH, SIGCONT]) { signals in await session.run(signals) }
    }
}
