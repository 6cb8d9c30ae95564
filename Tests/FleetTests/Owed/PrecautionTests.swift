import Inventory
import Testing

@testable import Fleet
@testable import LevelsLab

/// What is taken away is owed from before it is touched until it is known to be gone.
@Suite("Written down before it is done") struct PrecautionTests {
    private typealias Sample = FleetApplicationTests

    private static func with(_ body: (LedgerFile, DeclaredKeys) async throws -> Void) async throws {
        let folder = LabOptions.freshFolder()
        try Disk.makeFolder(folder)
        defer { try? Disk.removeAll(folder) }
        try await body(LedgerFile(beside: folder + "/levels.yaml"), try Sample.declared())
    }

    @Test func whatTheFirstMachineLosesIsOwedOnAll() async throws {
        try await Self.with { file, declared in
            let hosts = Sample.hosts(declared)
            let precaution = Precaution(file, hosts, declared: declared, now: { Sample.now })
            let plan = try Sample.plan(hosts[0], declared, has: Sample.gone + "\n")
            #expect(await precaution.willChange(plan) == nil)
            // Whoever reads it now, since we were killed, finds all of it.
            let ledger = try file.read()
            let owed = Set(ledger.debts.map { "\($0.claim.kind) \($0.claim.host) \($0.claim.account)" })
            #expect(
                owed == [
                    "revocation 10.0.0.1:22 app", "revocation 10.0.0.1:22 ops", "revocation 10.0.0.2:22 app",
                    "revocation 10.0.0.2:22 ops",
                ])
            #expect(ledger.exit == .tryAgain && ledger.debts.allSatisfy { $0.since == Sample.now })
            #expect(await precaution.withdrawn(from: ledger).isEmpty)
        }
    }

    @Test func whatWasOwedBeforeIsNotWithdrawn() async throws {
        try await Self.with { file, declared in
            let hosts = Sample.hosts(declared)
            let old = Debt(
                Debt.Claim(.revocation, hosts[1], account: "app", key: try Sample.fingerprint(Sample.gone)),
                since: UTCTime(1), tried: UTCTime(1), why: "did not answer")
            try file.write(Ledger([old]))
            let precaution = Precaution(file, hosts, declared: declared, now: { Sample.now })
            try await precaution.foresee(leaving: [old.claim.key])
            let ledger = try file.read()
            // In two accounts of two hosts each, and a session may be open in each of those.
            #expect(ledger.debts.count(where: { $0.claim.kind == .revocation }) == 4)
            #expect(ledger.debts.count(where: { $0.claim.kind == .session }) == 4)
            #expect(await precaution.withdrawn(from: ledger).debts == [old])
        }
    }

    @Test func whatTakesNothingAwayWritesNothing() async throws {
        try await Self.with { file, declared in
            let host = Sample.hosts(declared)[0]
            let precaution = Precaution(file, [host], declared: declared, now: { Sample.now })
            let plan = try Sample.plan(host, declared, has: "")
            #expect(await precaution.willChange(plan) == nil)
            #expect(try file.read().isEmpty)
        }
    }

    @Test func aMachineIsLeftAloneWhereItCannotBeWritten() async throws {
        let declared = try Sample.declared()
        let host = Sample.hosts(declared)[0]
        let file = LedgerFile(beside: "/proc/levels.yaml")
        let precaution = Precaution(file, [host], declared: declared, now: { Sample.now })
        let why = await precaution.willChange(try Sample.plan(host, declared, has: Sample.gone + "\n"))
        #expect(why?.contains("cannot be written") == true)
    }
}
