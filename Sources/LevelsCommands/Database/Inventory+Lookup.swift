import Inventory

/// Finding what a command line names, with the names there are where it does not exist.
extension Inventory {
    func environment(_ name: String?) throws(CommandFailure) -> Environment {
        guard let name, !name.isEmpty else {
            throw .usage(
                "no environment is named", hint: "--env NAME, or LEVELS_ENV: \(Self.list(environments.map(\.name)))")
        }
        guard let found = environments.first(where: { $0.name == name }) else {
            throw .usage(
                "there is no environment \(name) in \(path)", hint: "--env \(Self.list(environments.map(\.name)))")
        }
        return found
    }

    /// Every variable that a declared password comes from.
    var passwordVariables: Set<String> {
        var names: Set<String> = []
        for database in environments.flatMap(\.databases) {
            if case .env(let name) = database.password { names.insert(name) }
        }
        return names
    }

    static func list(_ names: [String]) -> String {
        names.isEmpty ? "(none declared)" : names.joined(separator: " | ")
    }
}

extension Environment {
    func database(_ wanted: String) throws(CommandFailure) -> Database {
        guard let found = databases.first(where: { $0.name == wanted }) else {
            throw .usage(
                "there is no database \(wanted) in environment \(name)",
                hint: "--database \(Inventory.list(databases.map(\.name)))")
        }
        return found
    }
}
