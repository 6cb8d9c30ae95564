public import Inventory

/// What could not be done on some machine, until it is done: the file beside levels.yaml that every apply pays from.
public struct Ledger: Sendable, Hashable {
    public static let name = "owed.yaml"
    public static let limit = 100_000

    private var byClaim: [Debt.Claim: Debt]

    public init(_ debts: [Debt] = []) {
        byClaim = Dictionary(debts.map { ($0.claim, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// By VPC, host, account, key and kind, so that a file of them changes where something has changed.
    public var debts: [Debt] {
        byClaim.values.map { ($0.claim.order, $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
    }

    public var isEmpty: Bool { byClaim.isEmpty }

    public func debts(at host: HostPort, vpc: String) -> [Debt] {
        debts.filter { $0.claim.host == host && $0.claim.vpc == vpc }
    }

    /// 75 as long as somebody may still get in who should not, or be in.
    public var exit: ExitStatus { byClaim.keys.contains { $0.kind.isAccess } ? .tryAgain : .done }

    /// Notes what was found on a machine, or left undone there.
    /// - Parameters:
    ///   - kinds: what was looked for; debts of another kind stay as they are.
    ///   - owed: all that is still to be done there, as far as it was read.
    ///   - isRead: whether the machine was read; if not, nothing there can count as paid.
    ///   - unread: accounts that could not be read although the machine was: nothing in them can count as paid.
    /// - Returns: what was paid by that.
    @discardableResult
    public mutating func note(
        _ machine: Machine, _ kinds: Set<Debt.Kind> = [.revocation, .grant], owed: Set<Debt.Claim>, isRead: Bool,
        unread: Set<String> = [], why: String, at now: UTCTime
    ) -> [Debt] {
        var paid: [Debt] = []
        for debt in debts(at: machine.address, vpc: machine.vpc)
        where kinds.contains(debt.claim.kind) && !owed.contains(debt.claim) {
            if isRead, !unread.contains(debt.claim.account) {
                byClaim[debt.claim] = nil
                paid.append(debt)
            } else {
                byClaim[debt.claim] = Debt(debt.claim, since: debt.since, tried: now, why: why)
            }
        }
        for claim in owed {
            byClaim[claim] = Debt(claim, since: byClaim[claim]?.since ?? now, tried: now, why: why)
        }
        return paid
    }

    /// Notes what is about to be done, as owed until it is known to be done: whoever is killed in the midst of it has
    /// forgotten nothing.
    /// - Returns: those of the claims that were not owed before.
    public mutating func foresee(_ claims: Set<Debt.Claim>, why: String, at now: UTCTime) -> Set<Debt.Claim> {
        let new = claims.filter { byClaim[$0] == nil }
        for claim in new { byClaim[claim] = Debt(claim, since: now, tried: now, why: why) }
        return new
    }

    /// Strikes out what was foreseen, once it is known what came of it.
    public mutating func withdraw(_ claims: Set<Debt.Claim>) {
        for claim in claims { byClaim[claim] = nil }
    }

    /// Strikes out what is owed to machines that are declared no longer: they were ended, and whoever asks for them will not
    /// find them.
    /// - Returns: what that was; it was never paid, and is worth a word.
    public mutating func forget(allBut machines: [Machine]) -> [Debt] {
        let known = Set(machines.map { Place(vpc: $0.vpc, host: $0.address) })
        let gone = debts.filter { !known.contains(Place(vpc: $0.claim.vpc, host: $0.claim.host)) }
        for debt in gone { byClaim[debt.claim] = nil }
        return gone
    }

    private struct Place: Hashable {
        let vpc: String
        let host: HostPort
    }
}

extension Debt.Claim {
    fileprivate var order: [UInt8] {
        Array([vpc, host.description, account, key, kind.rawValue].joined(separator: "\0").utf8)
    }
}

/// What is owed, for people and for programs.
extension Ledger {
    /// Lines for a terminal.
    public func text(at now: UTCTime) -> [String] {
        debts.map { debt in
            let age = PlanRefusal.words(seconds: max(0, now.seconds - debt.since.seconds))
            return "\(debt.claim.kind.rawValue): \(debt.claim.host) \(debt.claim.account) \(debt.claim.key), since "
                + "\(debt.since) (\(age)): \(LedgerText.shown(debt.why))"
        }
    }

    public var fact: Fact {
        .record([
            "owed": .list(
                debts.map { debt in
                    .record([
                        "kind": .text(debt.claim.kind.rawValue), "vpc": .text(debt.claim.vpc),
                        "host": .text(debt.claim.host.description), "account": .text(debt.claim.account),
                        "key": .text(debt.claim.key), "since": .text(debt.since.description),
                        "tried": .text(debt.tried.description), "why": .text(LedgerText.shown(debt.why)),
                    ])
                }), "exit": .number(Int64(exit.rawValue)),
        ])
    }
}
