import ArgumentParser
import Inventory
import Tunnel

/// `levels-ssh forward`: local ports that lead to what a host reaches.
struct ForwardOpen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forward",
        abstract: "Forward local ports to what a host behind the bastion reaches.",
        usage: """
            levels-ssh forward --env NAME [--via HOST] [LOCAL:]TARGET:PORT ...
            levels-ssh forward --env NAME [--via HOST] --socks[=PORT]
            """,
        discussion: """
            For each target a port of 127.0.0.1, which admits processes of yours only; a line on stdout says which. A \
            target is an address in the network of the environment's VPC, a host or database that levels.yaml declares \
            there, or localhost, which is the host itself; anything else is refused before anything is dialled. With \
            --socks a client names its targets, to which the same applies. When the way is lost the ports stay, and \
            clients that come meanwhile wait.
            """)

    @OptionGroup
    var options: RemoteOptions

    @Option(
        help: ArgumentHelp("The host to forward from. Default: the first that can be had.", valueName: "host"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).hosts() })
    var via: String?

    @Option(
        defaultAsFlag: 0,
        help: ArgumentHelp("Listen for SOCKS 5, on this port of 127.0.0.1 if one is given.", valueName: "port"))
    var socks: Int?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("Close after this time: 90s, 30m, 2h, 1h30m.", valueName: "duration"),
        transform: DurationArgument.init)
    var lease: DurationArgument?

    @Argument(help: ArgumentHelp("A port of 127.0.0.1, if it matters which, and where it leads.", valueName: "forward"))
    var forwards: [String] = []

    mutating func validate() throws {
        if forwards.isEmpty, socks == nil { throw ValidationError("a target is needed, or --socks") }
        if let socks, !(0...65_535).contains(socks) { throw ValidationError("--socks takes a port up to 65535") }
    }

    mutating func run() throws {
        let talk = Talk()
        let reporter = Reporter(talk: talk, format: .text, verbose: options.verbose)
        let session: ForwardSession
        do {
            let requests = try forwards.map(Self.request)
            let plan = try RemotePlan.make(
                options, hosts: via.map { [$0] } ?? [], rooms: .current, variables: ProcessEnvironment.read(),
                prompt: TerminalPrompt.ifPossible(talk))
            if options.verbose { reporter.notes(plan.notes) }
            try plan.checkPorts(requests.compactMap(\.local) + (socks.map { [$0] } ?? []))
            session = ForwardSession(
                plan: plan, requests: requests, socks: socks, lease: lease?.duration, rooms: .current,
                reporter: reporter)
        } catch {
            throw ExitCode(reporter.failed(error))
        }
        SignalWatch.run { signals in await session.run(signals) }
    }

    private static func request(_ text: String) throws(CommandFailure) -> ForwardRequest {
        do throws(BrokenRule) {
            return try ForwardRequest(text)
        } catch {
            throw .usage("\(Escaped.text(text)): \(error.rule)", hint: "[LOCAL:]TARGET:PORT, as in 8080:10.0.0.7:80")
        }
    }
}

extension RemotePlan {
    /// A port that levels.yaml gives to a database is that database's.
    func checkPorts(_ ports: [Int]) throws(CommandFailure) {
        for other in inventory.environments {
            for database in other.databases {
                guard let port = database.localPort, ports.contains(port) else { continue }
                throw .refused(
                    "port \(port) is declared for database \(database.name) of \(other.name)",
                    hint: "choose another local port, or none")
            }
        }
    }
}
