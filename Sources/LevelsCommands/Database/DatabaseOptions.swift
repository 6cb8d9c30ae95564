import ArgumentParser

/// Which database, through which local end, for how long.
struct DatabaseOptions: ParsableArguments {
    enum Instance: String, EnumerableFlag {
        case writer, reader

        static func help(for value: Instance) -> ArgumentHelp? {
            switch value {
            case .writer: "Reach the writer. This is the default."
            case .reader: "Reach the reader."
            }
        }
    }

    @Option(
        help: ArgumentHelp("The environment. Default: $LEVELS_ENV.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).environments() })
    var env: String?

    @Option(
        help: ArgumentHelp("The database, as levels.yaml names it.", valueName: "name"),
        completion: .custom { words, _, _ in DeclaredNames(words: words).databases() })
    var database = "main"

    @Flag(exclusivity: .exclusive)
    var instance: Instance = .writer

    @Option(help: ArgumentHelp("Listen on this port of 127.0.0.1. Default: the declared one.", valueName: "port"))
    var port: Int?

    @Option(
        defaultAsFlag: "",
        help: ArgumentHelp(
            "Listen on a Unix socket, in a folder that is yours alone unless a path is given.", valueName: "path"),
        completion: .file())
    var socket: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("Close after this time: 90s, 30m, 2h, 1h30m.", valueName: "duration"),
        transform: DurationArgument.init)
    var lease: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "Close when nothing has moved for this time. A connection with a query in flight is not idle.",
            valueName: "duration"),
        transform: DurationArgument.init)
    var idle: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "Why; required where the environment is protected. Default: $LEVELS_REASON.", valueName: "text"))
    var reason: String?

    @Option(
        help: ArgumentHelp("Keep trying for this time until the database answers.", valueName: "duration"),
        transform: DurationArgument.init)
    var wait: DurationArgument?

    @Option(
        help: ArgumentHelp("A private key to log in with; may be repeated.", valueName: "file"), completion: .file())
    var identity: [String] = []

    @Option(
        help: ArgumentHelp("levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    mutating func validate() throws {
        if port != nil, socket != nil { throw ValidationError("--port and --socket exclude each other") }
        if let port, !(1...65_535).contains(port) { throw ValidationError("--port is between 1 and 65535") }
    }

    var listener: TunnelRequest.Listener {
        if let port { return .port(port) }
        if let socket { return .socket(socket.isEmpty ? nil : socket) }
        return .declared
    }
}
