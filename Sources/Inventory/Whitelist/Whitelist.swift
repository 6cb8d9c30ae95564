/// Who is admitted to the SSH port of a VPC's bastions at some time: what levels.yaml declares for the VPC, joined by where
/// the people who have business there come from.
public struct Whitelist: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        public enum Source: Sendable, Hashable {
            /// An entry of the VPC's `whitelist`.
            case vpc
            /// A network of somebody's `from`, by their id.
            case person(String)
        }

        public let cidr: CIDR
        /// Whose it is; of a person's network their id.
        public let owner: String
        public let until: ExpiryDay?
        public let why: String?
        public let isException: Bool
        public let source: Source
    }

    /// The name of the VPC.
    public let vpc: String
    /// Whether the VPC has a whitelist at all. Where it has none, its bastions' SSH port is nobody's to guard, and what
    /// people say of where they come from is in their keys alone.
    public let isDeclared: Bool
    /// Those that hold: the VPC's in file order, and then the people's.
    public let entries: [Entry]
    /// Those whose time is over; whoever has left has none.
    public let expired: [Entry]

    /// - Parameter now: seconds since 1970-01-01 00:00 UTC.
    public init(of vpc: VPC, in inventory: Inventory, _ roster: Roster, at now: Int64) {
        self.vpc = vpc.name
        let declared = vpc.whitelist + vpc.expiredWhitelist
        isDeclared = !declared.isEmpty
        let own = declared.map { entry in
            Entry(
                cidr: entry.cidr, owner: entry.owner, until: entry.until, why: entry.why,
                isException: entry.isException, source: .vpc)
        }
        let environments = Set(inventory.environments.filter { $0.vpc == vpc.name }.map(\.name))
        let people = roster.people.filter { person in
            person.isAdmin && vpc.admin != nil || person.access.contains { environments.contains($0.environment) }
        }
        let joined = people.flatMap { person in
            person.from.map { cidr in
                Entry(
                    cidr: cidr, owner: person.id, until: person.until, why: nil, isException: false,
                    source: .person(person.id))
            }
        }
        let all = own + joined
        entries = all.filter { $0.until?.isOver(at: now) != true }
        expired = all.filter { $0.until?.isOver(at: now) == true }
    }

    /// Every address that is admitted.
    public var addresses: CIDRSet { CIDRSet(entries.map(\.cidr)) }

    /// The entries that admit an address.
    public func admitting(_ address: IPAddress) -> [Entry] { entries.filter { $0.cidr.contains(address) } }

    /// Those of ``entries`` that end within so many days.
    public func ending(within days: Int64, of now: Int64) -> [Entry] {
        entries.filter { $0.until?.isOver(at: now + days * 86400) == true }
    }
}
