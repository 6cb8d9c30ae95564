internal import AuthorizedKeys
public import Inventory

/// Writes down what an apply is about to take away, before it does: as owed, on the machine whose turn it is and on all
/// whose turn has not come. If we are killed, whenever that is, it stays owed; if not, ``withdrawn(from:)`` makes room for
/// what is known then.
public actor Precaution {
    private let file: LedgerFile
    private let declared: DeclaredKeys
    /// All that the apply is for.
    private let machines: [Machine]
    private let now: @Sendable () -> UTCTime
    private var begun: Set<Machine> = []
    private var foreseen: Set<String> = []
    private var added: Set<Debt.Claim> = []

    static let why = "it was begun, and how it ended is not known"

    public init(
        _ file: LedgerFile, _ machines: [Machine], declared: DeclaredKeys,
        now: @escaping @Sendable () -> UTCTime = { UTCTime(Inventory.currentTime()) }
    ) {
        self.file = file
        self.machines = machines
        self.declared = declared
        self.now = now
    }

    /// For ``FleetWork/willChange``: a machine is left alone where the ledger cannot be written.
    public func willChange(_ plan: MachinePlan) -> String? {
        let own = plan.claims.filter { $0.kind == .revocation }
        begun.insert(plan.machine)
        do throws(LedgerError) {
            // What was foreseen for it already may be less than what was found.
            try foresee(own.union(elsewhere(Set(own.map(\.key)).subtracting(foreseen))))
        } catch {
            return "what it would owe cannot be written down: \(error.message)"
        }
        return nil
    }

    /// The same for keys that are known to leave, wherever they are, and for the sessions that they have opened.
    /// - Parameter keys: fingerprints.
    public func foresee(leaving keys: Set<String>) throws(LedgerError) {
        let sessions = machines.reduce(into: Set<Debt.Claim>()) { claims, machine in
            let users = ((try? declared.accounts(on: machine)) ?? []).map(\.user)
            claims.formUnion(MachineSessions.claims(keys, users, machine))
        }
        try foresee(elsewhere(keys).union(sessions))
    }

    private func elsewhere(_ keys: Set<String>) -> Set<Debt.Claim> {
        guard !keys.isEmpty else { return [] }
        foreseen.formUnion(keys)
        return machines.filter { !begun.contains($0) }.reduce(into: []) { claims, machine in
            claims.formUnion(declared.revocations(of: keys, on: machine))
        }
    }

    private func foresee(_ claims: Set<Debt.Claim>) throws(LedgerError) {
        guard !claims.isSubset(of: added) else { return }
        var ledger = try file.read()
        let new = ledger.foresee(claims, why: Self.why, at: now())
        if !new.isEmpty { try file.write(ledger) }
        added.formUnion(new)
    }

    /// The ledger without what was added to it here.
    public func withdrawn(from ledger: Ledger) -> Ledger {
        var ledger = ledger
        ledger.withdraw(added)
        return ledger
    }
}
