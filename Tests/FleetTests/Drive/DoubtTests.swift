import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet

/// What is owed where it is not known what a machine, or an account of it, holds.
@Suite("What nobody has seen gone is owed") struct DoubtTests {
    private typealias Sample = FleetApplicationTests

    /// That the key of whoever left is owed in both accounts of a host, since another time.
    private static func ledger(_ host: Machine) throws -> Ledger {
        let gone = try Sample.fingerprint(Sample.gone)
        return Ledger(
            ["app", "ops"].map {
                Debt(
                    Debt.Claim(.revocation, host, account: $0, key: gone), since: UTCTime(1), tried: UTCTime(1),
                    why: "did not answer")
            })
    }

    private static func pending(_ state: PendingChange.State, isAlive: Bool) -> PendingChange {
        PendingChange(state: state, isAlive: isAlive, age: 1, began: nil, token: ChangeToken(), holder: "bob@laptop")
    }

    @Test(arguments: [
        MeasuredFile.Kind.symlink(to: "/srv/keys"), .unreadable, .special, .tooLarge(1 << 24),
    ])
    func anAccountThatCannotBeReadPaysNothing(_ kind: MeasuredFile.Kind) throws {
        let declared = try Sample.declared()
        let host = Sample.hosts(declared)[0]
        let plan = try Sample.plan(host, declared, has: "", odd: ["app": kind])
        #expect(plan.unreadAccounts == ["app"])
        var ledger = try Self.ledger(host)
        let applied = FleetApplication(
            refusals: [], machines: [AppliedMachine(machine: host, plan: plan, outcome: .changed(.done))])
        let (paid, _) = applied.note(in: &ledger, fleet: [host], declared: declared, at: Sample.now)
        #expect(paid.map(\.claim.account) == ["ops"])
        let left = ledger.debts.filter { $0.claim.kind == .revocation }
        #expect(left.map(\.claim.account) == ["app"] && left.map(\.since) == [UTCTime(1)])
        #expect(applied.exit(ledger) != .done)
    }

    @Test func aFolderInThePlaceOfAFileHasNoKeys() throws {
        let declared = try Sample.declared()
        let host = Sample.hosts(declared)[0]
        #expect(try Sample.plan(host, declared, has: "", odd: ["app": .directory]).unreadAccounts.isEmpty)
    }

    /// What an account that cannot be read may hold is owed, though it never was before.
    @Test func anAccountThatCannotBeReadOwesWhatOthersHad() throws {
        let declared = try Sample.declared()
        let hosts = Sample.hosts(declared)
        let first = try Sample.plan(hosts[0], declared, has: Sample.gone + "\n")
        let second = try Sample.plan(hosts[1], declared, has: Sample.gone + "\n", odd: ["app": .unreadable])
        let applied = FleetApplication(
            refusals: [],
            machines: [
                AppliedMachine(machine: hosts[0], plan: first, outcome: .changed(.done)),
                AppliedMachine(machine: hosts[1], plan: second, outcome: .changed(.done)),
            ])
        var ledger = Ledger()
        _ = applied.note(in: &ledger, fleet: hosts, declared: declared, at: Sample.now)
        let owed = ledger.debts.filter { $0.claim.kind == .revocation }.map(\.claim)
        #expect(owed == [Debt.Claim(.revocation, hosts[1], account: "app", key: try Sample.fingerprint(Sample.gone))])
    }

    /// The other's change may be taken back: what it has removed is not gone yet.
    @Test(arguments: [true, false])
    func somebodyElsesUnconfirmedChangePaysNothing(_ isAlive: Bool) throws {
        let declared = try Sample.declared()
        let host = Sample.hosts(declared)[0]
        let plan = try Sample.plan(host, declared, has: "", pending: Self.pending(.armed, isAlive: isAlive))
        #expect(plan.isUnsettled)
        var ledger = try Self.ledger(host)
        let inStep = FleetApplication(
            refusals: [], machines: [AppliedMachine(machine: host, plan: plan, outcome: .inStep)])
        #expect(inStep.note(in: &ledger, fleet: [host], declared: declared, at: Sample.now).paid.isEmpty)
        #expect(ledger.debts.count == 2 && inStep.exit(ledger) == .tryAgain)
        // Once a change of ours was made behind it, it is known.
        let done = FleetApplication(
            refusals: [], machines: [AppliedMachine(machine: host, plan: plan, outcome: .changed(.done))])
        #expect(done.note(in: &ledger, fleet: [host], declared: declared, at: Sample.now).paid.count == 2)
    }

    @Test func aConfirmedChangeThatWasLeftOverIsSettled() throws {
        let declared = try Sample.declared()
        let host = Sample.hosts(declared)[0]
        let plan = try Sample.plan(host, declared, has: "", pending: Self.pending(.confirmed, isAlive: false))
        #expect(!plan.isUnsettled)
    }

    @Test func whoLeavesIsOwedWhereverNobodyLooked() throws {
        let declared = try Sample.declared()
        let hosts = Sample.hosts(declared)
        let inStep = try Sample.plan(hosts[0], declared, has: "")
        let applied = FleetApplication(
            refusals: [],
            machines: [
                AppliedMachine(machine: hosts[0], plan: inStep, outcome: .inStep),
                AppliedMachine(machine: hosts[1], plan: nil, outcome: .unread("did not answer")),
            ])
        let gone = try Sample.fingerprint(Sample.gone)
        var ledger = Ledger()
        _ = applied.note(in: &ledger, fleet: hosts, declared: declared, leaving: [gone], at: Sample.now)
        let owed = ledger.debts.filter { $0.claim.kind == .revocation && $0.claim.key == gone }
        #expect(owed.map(\.claim.account) == ["app", "ops"] && owed.allSatisfy { $0.claim.host == hosts[1].address })
    }
}
