import ArgumentParser
import Inventory

/// `levels-ssh open`: what is to stay open.
struct OpenTunnels: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open a tunnel that stays open in the background.",
        subcommands: [OpenDatabase.self])
}

/// `levels-ssh open db`: a tunnel that a background process holds.
struct OpenDatabase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Open the double tunnel to a database in the background, and return when it is ready.",
        discussion: """
            On stdout stands the URL to connect to, without a password. The tunnel is held by a background process, one a \
            VPC and yours alone, which reconnects by itself, outlives the terminal, and goes a while after its last \
            tunnel is closed. What is open already is not opened again. levels-ssh list shows what is open, levels-ssh \
            close closes it; levels-ssh db with a client uses it.
            """)

    @OptionGroup
    var options: DatabaseOptions

    @Option(help: ArgumentHelp("What stdout is made of: text or json, one value.", valueName: "format"))
    var format: OutputFormat = .text

    mutating func run() throws {
        let talk = Talk()
        let reporter = Reporter(talk: talk, format: format, verbose: false)
        do {
            let environment = ProcessEnvironment.read()
            let plan = try DatabasePlan.make(
                DatabaseOpen.forOpening(options), rooms: .current, environment: environment,
                prompt: TerminalPrompt.ifPossible(talk))
            let file = AbsolutePath.of(plan.request.file)
            let start = BackgroundStart(
                place: BackgroundPlace(vpc: plan.vpc, file: file, environment: environment), vpc: plan.vpc,
                file: file, withheld: plan.withheld)
            let (tunnel, wasThere) = try BackgroundOpening(start: start, reporter: reporter)
                .open(plan.request.words(file))
            reporter.opened(tunnel, wasThere: wasThere)
        } catch {
            throw ExitCode(reporter.failed(error))
        }
    }
}

extension DatabaseOpen {
    static func forOpening(_ options: DatabaseOptions) throws -> DatabaseOpen {
        var command = try DatabaseOpen.parse([])
        command.options = options
        return command
    }
}

extension TunnelRequest {
    /// The words of `db` that ask for the same, wherever they are said.
    func words(_ file: String) -> [String] {
        var words = ["--config", file, "--env", environment, "--database", database]
        if useReader { words.append("--reader") }
        switch listener {
        case .declared, .any: break
        case .port(let port): words += ["--port", "\(port)"]
        case .socket(nil): words.append("--socket")
        case .socket(let path?): words += ["--socket", AbsolutePath.of(path)]
        }
        for (name, time) in [("--for", lease), ("--idle", idle), ("--wait", wait)] {
            if let time { words += [name, "\(max(1, time.components.seconds))s"] }
        }
        for identity in identities { words += ["--identity=" + AbsolutePath.of(identity)] }
        if let reason { words.append("--reason=" + reason) }
        return words
    }
}
