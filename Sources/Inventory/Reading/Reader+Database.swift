extension Reader {
    mutating func database(_ name: String, _ field: Field, vpc: String) -> Database? {
        guard let fields = fields(field, DatabaseKey.self) else { return nil }
        let engine = value(fields[.engine]) { text throws(BrokenRule) in try Self.engine(text) }
        let usualPort = engine.flatMap { Self.usualPort($0) }
        let writer = endpoint(fields[.writer], .database, vpc: vpc, usualPort: usualPort)
        let reader = endpoint(fields[.reader], .database, vpc: vpc, usualPort: usualPort)
        let databaseName = value(fields[.name], Names.checkText)
        let user = value(fields[.user], Names.checkText)
        let password = fields[.password].flatMap { self.password($0) }
        let localPort = fields[.localPort].flatMap { field in
            let port = integer(field, in: Limits.localPorts)
            if let port { facts.localPorts.append(Facts.LocalPort(port: port, place: field.place)) }
            return port
        }
        if engine == .tcp {
            for key in [DatabaseKey.name, .user, .password] {
                guard let field = fields[key] else { continue }
                findings.add(
                    field.place, rule: "engine tcp passes no \(key.rawValue) on: leave it out, or name the engine")
            }
        } else if let field = fields[.password], fields[.user] == nil {
            findings.add(field.place, rule: "a password needs a user beside it")
        }
        // Whatever was nil for breaking a rule has a finding, and with one there is no inventory.
        guard let engine, let writer else { return nil }
        return Database(
            name: name, engine: engine, writer: writer, reader: reader, databaseName: databaseName, user: user,
            password: password, localPort: localPort)
    }

    /// The text of a password must never be shown, not even where somebody wrote it in the place of its source.
    private mutating func password(_ field: Field) -> PasswordSource? {
        guard case .mapping(let entries) = field.node.content else {
            wrongType(field, "a mapping with one of env, file, command (never the password itself)", isSecret: true)
            return nil
        }
        guard let fields = fields(field, PasswordKey.self) else { return nil }
        guard entries.count == 1 else {
            findings.add(field.place, rule: "must have exactly one of env, file, command")
            return nil
        }
        if let variable = fields[.env] {
            return value(variable, isSecret: true, Names.checkVariable).map { .env($0) }
        }
        if let path = fields[.file] {
            let context = context
            return value(path, isSecret: true) { text throws(BrokenRule) in
                .file(try context.resolve(try Names.checkPath(text)))
            }
        }
        return fields[.command].flatMap { self.command($0) }
    }

    private mutating func command(_ field: Field) -> PasswordSource? {
        guard case .sequence = field.node.content else {
            wrongType(field, "a list of strings: a program and its arguments", isSecret: true)
            return nil
        }
        let arguments = list(field, "a program and its arguments", atMost: Limits.arguments) { reader, item in
            reader.value(item, isSecret: true, Names.checkArgument)
        }
        guard let arguments else { return nil }
        guard arguments.first?.isEmpty == false else {
            findings.add(field.place, rule: "the program must not be empty")
            return nil
        }
        return .command(arguments)
    }

    private static func engine(_ text: String) throws(BrokenRule) -> Database.Engine {
        if let engine = Database.Engine(rawValue: text) { return engine }
        let known = Database.Engine.allCases.map(\.rawValue)
        // What people call them elsewhere.
        let suggestion: String? =
            switch text.lowercased() {
            case "mariadb", "aurora", "aurora-mysql", "mysql8": "mysql"
            case "postgresql", "pg", "psql", "pgsql", "aurora-postgresql": "postgres"
            default: Spelling.nearest(to: text, among: known)
            }
        throw BrokenRule("must be one of " + known.joined(separator: ", "), suggestion: suggestion)
    }

    private static func usualPort(_ engine: Database.Engine) -> Int? {
        switch engine {
        case .mysql: 3306
        case .postgres: 5432
        case .tcp: nil
        }
    }
}
