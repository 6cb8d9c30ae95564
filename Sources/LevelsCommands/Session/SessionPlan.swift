import Inventory

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What `session` is going to do, decided before anything is dialled.
struct SessionPlan: Sendable {
    /// A database to open, as it is called here.
    struct Opening: Sendable {
        /// `main`, `main/reader`.
        let name: String
        let plan: DatabasePlan

        /// What stands for it in the name of a variable: `MAIN_READER`.
        var label: String { name.uppercased().replacing("-", with: "_").replacing("/", with: "_") }
    }

    let remote: RemotePlan
    let openings: [Opening]
    let script: [String]
    /// A path.
    let recording: String?
    let lease: Duration?

    var environment: Environment { remote.environment }

    static func make(
        _ command: SessionRun, rooms: Rooms, variables: [String: String], prompt: ((_ question: String) -> String?)?
    ) throws(CommandFailure) -> SessionPlan {
        let remote = try RemotePlan.make(
            command.options, hosts: [], rooms: rooms, variables: variables, prompt: prompt)
        let environment = remote.environment
        if environment.recording == .required, command.record == nil {
            throw .refused("environment \(environment.name) asks for a recording", hint: "--record FILE")
        }
        var openings: [Opening] = []
        for name in command.databases {
            let opening = Opening(name: name, plan: try database(name, remote, command))
            if let other = openings.first(where: { $0.label == opening.label }) {
                throw .usage(
                    other.name == name
                        ? "database \(name) is named twice"
                        : "the variables of databases \(other.name) and \(name) would have the same names",
                    hint: "name it once")
            }
            openings.append(opening)
        }
        try checkScript(command.script.first ?? "", SessionVariables.path(variables))
        return SessionPlan(
            remote: remote, openings: openings, script: command.script, recording: command.record,
            lease: command.lease?.duration)
    }

    /// Refuses a script that could not be started, once everything is up.
    /// - Parameter folders: in which the script itself looks for programs. Those that stand before them are in them as well.
    private static func checkScript(_ name: String, _ folders: [String]) throws(CommandFailure) {
        guard let path = ProgramSearch.find(name, in: folders) else { throw .client(.scriptNotFound(name)) }
        var about = stat()
        guard stat(path, &about) == 0 else { throw .client(.scriptNotFound(name)) }
        guard about.st_mode & S_IFMT != S_IFDIR, access(path, X_OK) == 0 else {
            throw .client(.scriptNotExecutable(name, reason: String(cString: strerror(EACCES))))
        }
    }

    private static func database(
        _ name: String, _ remote: RemotePlan, _ command: SessionRun
    ) throws(CommandFailure) -> DatabasePlan {
        let environment = remote.environment
        let useReader = name.hasSuffix("/reader")
        let database = try environment.database(useReader ? String(name.dropLast("/reader".count)) : name)
        if useReader, database.reader == nil {
            throw .usage(
                "database \(database.name) of \(environment.name) has no reader", hint: "--db \(database.name)")
        }
        let request = TunnelRequest(
            file: remote.inventory.path, environment: environment.name, database: database.name,
            useReader: useReader, listener: .any, lease: nil, idle: nil, wait: nil,
            identities: remote.identities, reason: remote.reason)
        return DatabasePlan(
            request: request, inventory: remote.inventory, environment: environment, database: database,
            vpc: environment.vpc, client: command.script, isCheck: false, wantsDatabaseURL: false,
            usesBackground: remote.usesBackground, withheld: remote.inventory.passwordVariables, notes: [])
    }
}

extension RemotePlan {
    /// Where terminals have to be recorded, there is none outside of a session that is.
    func checkRecording(_ command: String, _ variables: [String: String]) throws(CommandFailure) {
        guard environment.recording == .required, variables[SessionVariables.recording] == nil else { return }
        throw .refused(
            "environment \(environment.name) asks for a recording of every terminal",
            hint: "levels-ssh session --env \(environment.name) --record FILE -- \(command)")
    }
}
