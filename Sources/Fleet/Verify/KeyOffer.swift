public import AuthorizedKeys
public import Inventory

/// A key that an account is asked about, and what it ought to say.
public struct KeyOffer: Sendable, Hashable {
    public enum Expected: String, Sendable, Hashable {
        case taken, refused
    }

    public let key: PublicKey
    /// Whose it is: ``Person/id``; nil of a revoked key that is nobody's.
    public let person: String?
    public let expected: Expected
    /// Whether the line that is declared for it lets it in from certain addresses only (`from=`).
    public let isBoundToAddress: Bool

    public init(key: PublicKey, person: String?, expected: Expected, isBoundToAddress: Bool = false) {
        self.key = key
        self.person = person
        self.expected = expected
        self.isBoundToAddress = isBoundToAddress
    }
}

/// All that one account is asked about.
public struct AccountOffers: Sendable, Hashable {
    public let user: String
    public let offers: [KeyOffer]
    /// Ways in beside keys that are declared as exceptions from the login policy, as SSH names them.
    public let allowedWays: Set<String>

    public init(user: String, offers: [KeyOffer], allowedWays: Set<String> = []) {
        self.user = user
        self.offers = offers
        self.allowedWays = allowedWays
    }
}

extension DeclaredKeys {
    /// What every managed account of a machine is to be asked about: the keys that are declared for it, and all other
    /// keys that the roster knows, of those who left and of those who have no business there.
    ///
    /// - Parameter people: only the keys of these, by ``Person/id``; nil for everybody's, and the revoked ones.
    public func offers(on machine: Machine, people: Set<String>? = nil) throws(OptionError) -> [AccountOffers] {
        var known: [(key: PublicKey, person: String?)] = []
        for person in roster.people + roster.expired { known += person.keys.map { ($0.key, person.id) } }
        known += roster.revoked.map { ($0.key, KeyComment.person(in: $0.comment)) }
        let exceptions = inventory.exceptions(on: machine).inForce
        return try accounts(on: machine).map { account in
            let declared = account.keys.map { key in
                KeyOffer(
                    key: key.entry.key, person: key.person, expected: .taken,
                    isBoundToAddress: KeyPermissions(key.entry.options).from != nil)
            }
            var seen = Set(declared.map(\.key))
            let others = known.filter { seen.insert($0.key).inserted }
                .map { KeyOffer(key: $0.key, person: $0.person, expected: .refused) }
            let all = declared + others
            return AccountOffers(
                user: account.user,
                offers: people.map { people in all.filter { $0.person.map(people.contains) ?? false } } ?? all,
                allowedWays: exceptions.ways(into: account.user))
        }
    }
}
