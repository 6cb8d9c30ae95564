import Inventory
import Tunnel

/// What `db` is going to do, decided from the command line, the environment and levels.yaml, before anything is dialled.
struct DatabasePlan: Sendable {
    var request: TunnelRequest
    var inventory: Inventory
    var environment: Environment
    var database: Database
    var vpc: String
    /// The client's words; none to hold the tunnel.
    var client: [String]
    var isCheck: Bool
    var wantsDatabaseURL: Bool
    /// Whether what a background process holds may be used.
    var usesBackground: Bool
    /// Variables that hold passwords of any declared database, which no client is to inherit.
    var withheld: Set<String>
    /// What is to be said about levels.yaml.
    var notes: [Finding]

    /// - Parameter prompt: asks for a line on the terminal; nil where there is none.
    static func make(
        _ command: DatabaseOpen, rooms: Rooms, environment: [String: String],
        prompt: ((_ question: String) -> String?)?
    ) throws(CommandFailure) -> DatabasePlan {
        let options = command.options
        let declared = try rooms.declared(options.config ?? environment["LEVELS_CONFIG"])
        let inventory = declared.inventory
        let chosen = try inventory.environment(options.env ?? environment["LEVELS_ENV"])
        let database = try chosen.database(options.database)
        if options.instance == .reader, database.reader == nil {
            throw .usage(
                "database \(database.name) of \(chosen.name) has no reader", hint: "leave --reader out")
        }
        let reason = try Reason.find(
            Reason.given(options.reason, environment), for: chosen.protected ? [chosen.name] : [], prompt: prompt)
        let request = TunnelRequest(
            file: inventory.path, environment: chosen.name, database: database.name,
            useReader: options.instance == .reader, listener: options.listener, lease: options.lease?.duration,
            idle: options.idle?.duration, wait: options.wait?.duration, identities: options.identity, reason: reason)
        return DatabasePlan(
            request: request, inventory: inventory, environment: chosen, database: database, vpc: chosen.vpc,
            client: command.client,
            isCheck: command.check, wantsDatabaseURL: command.databaseURL,
            usesBackground: !command.noBackground && BackgroundUse.isWanted(environment),
            withheld: inventory.passwordVariables,
            notes: declared.notes)
    }

    /// The database as a client sees it.
    func target(at endpoint: LocalEndpoint) -> DatabaseTarget {
        DatabaseTarget(
            environment: request.environment, name: database.name, engine: database.engine,
            server: (request.useReader ? database.reader ?? database.writer : database.writer).host,
            databaseName: database.databaseName, user: database.user, endpoint: endpoint)
    }

    /// Whether the client is one that the password is handed to.
    var handsPasswordOver: Bool {
        guard let program = client.first else { return false }
        if wantsDatabaseURL { return true }
        switch (ClientFamily(program: program), database.engine) {
        case (.mysql, .mysql), (.postgres, .postgres): return true
        case (.mysql, _), (.postgres, _), (.other, _): return false
        }
    }
}
