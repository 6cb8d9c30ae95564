internal import AuthorizedKeys
public import Inventory

/// A key that is still to be taken out of an account of a machine, or put into it.
public struct Debt: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Somebody may still get in.
        case revocation
        /// Somebody cannot get in yet.
        case grant
        /// Somebody who should not may be in still: sessions outlive the key that opened them.
        case session

        /// Whether somebody who should not may get in by it, or be in.
        public var isAccess: Bool { self != .grant }
    }

    /// What is owed, apart from its history.
    public struct Claim: Sendable, Hashable {
        public let kind: Kind
        /// The name of a VPC.
        public let vpc: String
        /// The machine's address.
        public let host: HostPort
        public let account: String
        /// `SHA256:...`
        public let key: String

        public init(kind: Kind, vpc: String, host: HostPort, account: String, key: String) {
            self.kind = kind
            self.vpc = vpc
            self.host = host
            self.account = account
            self.key = key
        }
    }

    public let claim: Claim
    public let since: UTCTime
    public let tried: UTCTime
    /// Why it could not be paid when it was last tried. Anybody's text.
    public let why: String

    public init(_ claim: Claim, since: UTCTime, tried: UTCTime, why: String) {
        self.claim = claim
        self.since = since
        self.tried = tried
        self.why = why
    }
}

extension MachinePlan {
    /// What this plan would pay: owed as long as it is not applied.
    public var claims: Set<Debt.Claim> {
        var claims: Set<Debt.Claim> = []
        for account in accounts {
            for difference in account.differences where difference.action != .keep {
                guard let key = difference.key else { continue }
                let kind: Debt.Kind
                switch difference.kind {
                case .revoked, .superfluous: kind = .revocation
                case .missing, .altered: kind = .grant
                // Nobody has promised to take these out, or to make them work.
                case .foreign, .ignored: continue
                }
                claims.insert(Debt.Claim(kind, machine, account: account.user, key: key.fingerprint))
            }
        }
        return claims
    }
}

extension Debt.Claim {
    public init(_ kind: Debt.Kind, _ machine: Machine, account: String, key: String) {
        self.init(kind: kind, vpc: machine.vpc, host: machine.address, account: account, key: key)
    }
}

extension DeclaredKeys {
    /// That of these keys none is in an account of a machine that is not to have it.
    /// - Parameter keys: fingerprints.
    public func revocations(of keys: Set<String>, on machine: Machine) -> Set<Debt.Claim> {
        var claims: Set<Debt.Claim> = []
        for account in (try? accounts(on: machine)) ?? [] {
            let known = Set(account.keys.map(\.entry.key.fingerprint))
            claims.formUnion(
                keys.subtracting(known).map { Debt.Claim(.revocation, machine, account: account.user, key: $0) })
        }
        return claims
    }
}

extension DeclaredKeys {
    /// Whether what was owed is wanted no longer: a key that was to be taken out is declared there again, or one that was to
    /// be put in is not declared there any more. Nobody has paid that.
    public func isMoot(_ claim: Debt.Claim, on machine: Machine) -> Bool {
        guard let accounts = try? accounts(on: machine) else { return false }
        let isWanted = accounts.contains { account in
            account.user == claim.account && account.keys.contains { $0.entry.key.fingerprint == claim.key }
        }
        return switch claim.kind {
        case .revocation: isWanted
        case .grant: !isWanted
        case .session: false
        }
    }
}
