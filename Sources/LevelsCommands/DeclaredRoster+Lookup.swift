import Inventory

/// Finding what a command line names, with the names there are where it does not exist.
extension DeclaredRoster {
    /// Somebody in the roster, expired or not.
    func person(_ id: String) throws(CommandFailure) -> Person {
        if let found = roster.person(id) ?? roster.expired.first(where: { $0.id == id }) { return found }
        let like = roster.id(like: id).map { "--person \($0)" }
        throw .usage("there is no \(id) in \(roster.folder)", hint: like ?? "levels-ssh people lists everybody")
    }
}
