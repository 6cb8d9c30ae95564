import Fleet
import Inventory

/// Finding what a command line names, with the names there are where it does not exist.
extension DeclaredRoster {
    /// Somebody in the roster, expired or not.
    func person(_ id: String) throws(CommandFailure) -> Person {
        if let found = roster.person(id) ?? roster.expired.first(where: { $0.id == id }) { return found }
        throw unknown(id)
    }

    /// Whether somebody is in the roster, or was, and has a revoked key by the comment that `offboard` writes behind it.
    func knows(_ id: String) -> Bool {
        roster.person(id) != nil || roster.expired.contains { $0.id == id }
            || roster.revoked.contains { KeyComment.person(in: $0.comment) == id }
    }

    func unknown(_ id: String) -> CommandFailure {
        let like = roster.id(like: id).map { "--person \($0)" }
        return .usage("there is no \(id) in \(roster.folder)", hint: like ?? "levels-ssh people lists everybody")
    }
}
