internal import AuthorizedKeys

/// What the declared state knows of a failure: facts that somebody can look up, beside the cause that the server gave.
///
/// It is no diagnosis. What is declared need not be applied yet, and the address that we come from cannot be seen from
/// here, since it may be another one behind the next router.
public struct AccessExplanation: Sendable {
    private let inventory: Inventory
    private let environment: Environment
    private let roster: Roster
    private let now: Int64

    /// Of the entries of a whitelist that have expired, so many are told: those that ended last.
    static let expiredEntries = 3

    /// - Parameter now: seconds since 1970-01-01 00:00 UTC.
    public init(inventory: Inventory, environment: Environment, roster: Roster, now: Int64) {
        self.inventory = inventory
        self.environment = environment
        self.roster = roster
        self.now = now
    }

    /// Lower case, no final stop; owners of networks are as they were written: escape it before printing.
    public func lines(for failure: AccessFailure) -> [String] {
        switch failure {
        case .unanswered: inventory.vpc(of: environment).map(whitelist) ?? []
        case .refused(let keys): refused(keys)
        // Which of them was taken is not known; of somebody who may pass there is nothing to be said against.
        case .notForwarded(let keys): keys.compactMap { key in PublicKey(known: key).flatMap(owned) }
        case .notRun(let keys): keys.compactMap { key in PublicKey(known: key).flatMap(tunnelling) }
        }
    }

    private func whitelist(of vpc: VPC) -> [String] {
        let whitelist = Whitelist(of: vpc, in: inventory, roster, at: now)
        guard whitelist.isDeclared else { return [] }
        let expired = whitelist.expired.sorted { ($0.until?.end ?? 0) > ($1.until?.end ?? 0) }
            .prefix(Self.expiredEntries).compactMap { entry in
                entry.until.map { "\(entry.cidr) of \(entry.owner) was admitted until \($0)" }
            }
        guard !whitelist.entries.isEmpty else {
            return ["no entry of the whitelist of VPC \(vpc.name) holds any more: nobody is admitted"] + expired
        }
        return [
            "VPC \(vpc.name) admits whitelisted addresses only; which one yours is there cannot be seen from here: "
                + "levels-ssh whitelist check ADDRESS"
        ] + expired
    }

    private func refused(_ keys: [[UInt8]]) -> [String] {
        keys.map { bytes in
            guard let key = PublicKey(known: bytes) else {
                return "a key that was offered is of no kind that a roster has"
            }
            if let line = roster.revoked.first(where: { $0.key == key }) {
                let comment = line.comment.escaped(limit: 200)
                return "\(key.fingerprint) was revoked: revoked_keys:\(line.line)"
                    + (comment.isEmpty ? "" : ": \(comment)")
            }
            return owned(key) ?? "\(key.fingerprint) is nobody's in the roster"
        }
    }

    /// Nil for a key that is nobody's.
    private func owned(_ key: PublicKey) -> String? {
        let everybody = roster.people + roster.expired
        guard let person = everybody.first(where: { $0.keys.contains { $0.key == key } }) else { return nil }
        let whose = "\(key.fingerprint) is \(person.id)'s"
        if let until = person.until, until.isOver(at: now) { return "\(whose), whose access ended with \(until)" }
        guard let level = person.level(in: environment.name) else {
            return "\(whose), who has no access to \(environment.name)"
        }
        return
            "\(whose), who is declared \(level.rawValue) in \(environment.name)\(sources(of: person)); whether that is applied: "
            + "levels-ssh verify --person \(person.id)"
    }

    /// Nil for a key of somebody who may log in to hosts.
    private func tunnelling(_ key: PublicKey) -> String? {
        guard let person = roster.people.first(where: { $0.keys.contains { $0.key == key } }),
            person.level(in: environment.name) == .tunnel
        else { return nil }
        return
            "\(key.fingerprint) is \(person.id)'s, who is declared tunnel in \(environment.name): that opens tunnels to "
            + "its databases, and logs in to no host"
    }

    /// The bastions take a key from certain networks only, and from elsewhere refuse it as if it were none.
    private func sources(of person: Person) -> String {
        guard person.from.isEmpty else { return " from \(person.from.map(\.description).joined(separator: ", "))" }
        guard let vpc = inventory.vpc(of: environment), !(vpc.whitelist + vpc.expiredWhitelist).isEmpty else {
            return ""
        }
        return " from where the whitelist of VPC \(vpc.name) admits"
    }
}

extension PublicKey {
    /// Nil for one that no roster can hold.
    fileprivate init?(known blob: [UInt8]) {
        do throws(KeyError) { try self.init(blob: blob) } catch { return nil }
    }
}
