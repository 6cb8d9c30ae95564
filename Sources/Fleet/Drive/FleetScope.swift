import AuthorizedKeys
public import Inventory

/// Which part of the fleet, and whose keys.
extension FleetPlan {
    /// Only the machines on which something about that person's keys is to be done, and those that could not be read.
    public func concerning(_ person: String, in roster: Roster) -> FleetPlan {
        FleetPlan(
            refusals: refusals, machines: machines.filter { $0.isInStep || $0.concerns(person, in: roster) },
            unread: unread)
    }
}

extension MachinePlan {
    /// Whether something about that person's keys is to be done.
    public func concerns(_ person: String, in roster: Roster) -> Bool {
        let known = roster.person(person) ?? roster.expired.first { $0.id == person }
        let keys = Set((known?.keys ?? []).map(\.key))
        return accounts.flatMap(\.differences).contains { difference in
            difference.isDifference
                && (difference.person == person || difference.key.map(keys.contains) ?? false)
        }
    }
}
