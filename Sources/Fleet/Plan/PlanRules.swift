public import AuthorizedKeys
public import Inventory

/// What a plan goes by, besides what is declared for the machine and what was measured there.
public struct PlanRules: Sendable {
    public let roster: Roster
    /// Keys that were once in the roster: whoever has them was ours, whatever the comment says.
    public var formerKeys: Set<PublicKey>
    /// The operator's, by which they log in.
    public var ownKeys: Set<PublicKey>
    /// Of one account: so many keys may go, even if that is more than a quarter.
    public var maxRemovals: Int
    /// Seconds since 1970-01-01 00:00 UTC.
    public var now: Int64
    /// What is looked at, and changed; never empty.
    public var parts = Set<PlanPart>.all

    public init(
        roster: Roster, formerKeys: Set<PublicKey> = [], ownKeys: Set<PublicKey> = [], maxRemovals: Int = 0,
        now: Int64
    ) {
        self.roster = roster
        self.formerKeys = formerKeys
        self.ownKeys = ownKeys
        self.maxRemovals = maxRemovals
        self.now = now
    }

    /// What forbids to change anything anywhere; asked before any machine is.
    public var refusals: [PlanRefusal] {
        if roster.people.isEmpty { return [.emptyRoster] }
        // Admins may apply because of their keys.
        guard parts.contains(.keys) else { return [] }
        return roster.admins.count < Roster.fewestAdmins ? [.fewAdmins(roster.admins.count)] : []
    }

    /// Whose key it is or was, as far as the roster or the comment tells; and why it is not declared.
    func stranger(_ key: PublicKey, comment: RawText) -> (person: String?, isOurs: Bool, reason: String) {
        if let owner = roster.owner(of: key) { return (owner.id, true, "\(owner.id) has no grant for this account") }
        if let owner = roster.expired.first(where: { $0.keys.contains { $0.key == key } }) {
            return (owner.id, true, "\(owner.id) has expired")
        }
        if let person = KeyComment.person(in: comment) {
            return (
                person, true,
                roster.person(person) == nil ? "\(person) is not in the roster" : "\(person) no longer has this key"
            )
        }
        if formerKeys.contains(key) { return (nil, true, "it was in the roster once") }
        return (nil, false, "it is in no roster")
    }
}
