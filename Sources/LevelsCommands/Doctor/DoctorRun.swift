import ArgumentParser

/// `levels-ssh doctor`: what this machine lacks on the way to a host, step by step.
struct DoctorRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check step by step what is needed to get to a host.",
        discussion: """
            Configuration, libssh2, keys, agent, names, bastion, the address that it sees you come from and what the \
            declared whitelist says to that, host, databases and clock, each with what to do where something is wrong. \
            Where no environment is named, neither by --env nor by LEVELS_ENV, all are looked at, one after another. There \
            is one login at a bastion and one at a host of each, and each database is asked once whether it answers, \
            without a login: levels-ssh db -- CLIENT logs in. The exit code is that of the first step that failed.
            """)

    @OptionGroup
    var options: RemoteOptions

    @Option(help: ArgumentHelp("What stdout is made of: text or json, one step a line.", valueName: "format"))
    var format: OutputFormat = .text

    mutating func run() throws {
        let reporter = Reporter(talk: Talk(), format: format, verbose: options.verbose)
        let examination = Examination(
            options: options, variables: ProcessEnvironment.read(), rooms: .current, reporter: reporter)
        SignalWatch.run { signals in
            do {
                return try await signals.interruptible { await examination.run() }
            } catch {
                return reporter.failed(error)
            }
        }
    }
}
