import ArgumentParser
import Inventory
import Remote
import SSH

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `levels-ssh proxy`: standard input and output, joined to a host's SSH port.
struct ProxyOpen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy",
        abstract: "Join standard input and output to a host's SSH port, as ssh's ProxyCommand.",
        discussion: """
            The bastion is verified and logged in to as for a tunnel; with the host ssh speaks for itself, and so it is \
            ssh that has to verify it. levels-ssh ssh-config prints a configuration in which it does.
            """)

    @OptionGroup
    var options: RemoteOptions

    @Argument(
        help: ArgumentHelp("The host, as levels.yaml names it.", valueName: "host"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).hosts() })
    var host: String

    mutating func run() throws {
        let reporter = Reporter(talk: Talk(), format: .text, verbose: options.verbose)
        let work: RemoteWork
        do {
            // Standard input is ssh's: nobody can be asked anything.
            let plan = try RemotePlan.make(
                options, hosts: [host], rooms: .current, variables: ProcessEnvironment.read(), prompt: nil)
            try plan.checkRecording("ssh \(plan.environment.name)-\(host)", ProcessEnvironment.read())
            if options.verbose { reporter.notes(plan.notes) }
            work = RemoteWork(command: "proxy", plan: plan, rooms: .current, reporter: reporter)
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        SignalWatch.run { signals in
            await work.runToHost(signals) { bastion, machine in
                let joined = try await RemoteProgram.connect(
                    to: machine.address.host, port: machine.address.port, over: bastion,
                    output: DescriptorWriter(STDOUT_FILENO, on: DescriptorWriter.thread()), credit: 4 << 20,
                    within: .seconds(10))
                joined.read(STDIN_FILENO)
                switch await joined.ended() {
                case .lost(let error): throw error
                // An end is an end: ssh knows what it means.
                case .exited, .signalled, .silent, .unheard, .closed: return 0
                }
            }
        }
    }
}
