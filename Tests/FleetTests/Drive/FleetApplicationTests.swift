import AuthorizedKeys
import Inventory
import Testing

@testable import Fleet

@Suite struct FleetApplicationTests {
    static let now = UTCTime(1_800_000_000)
    static let gone = Declaring.keys[2]

    /// Two admins, of whom one has a shell in `dev`; a third person's key is revoked.
    static func declared(hosts: [String] = ["10.0.0.1:22", "10.0.0.2:22"]) throws -> DeclaredKeys {
        var declaring = Declaring()
        declaring.environments = [try Declaring.environment("dev", hosts: hosts, databases: [["db:3306"]])]
        let people = [
            try Declaring.person("alice", ["dev": .shell], keys: [Declaring.keys[0]], admin: true),
            try Declaring.person("bob", keys: [Declaring.keys[1]], admin: true),
        ]
        let revoked = RevokedKey(key: try PublicKey(parsing: gone), line: 1)
        let roster = Roster(
            folder: "/keys", people: people, revoked: [revoked], revokedFile: Array((gone + "\n").utf8))
        return DeclaredKeys(inventory: try declaring.inventory(), roster: roster)
    }

    /// The plan of a machine whose managed accounts have this in their files.
    /// - Parameters:
    ///   - odd: accounts whose file is something else.
    ///   - pending: a change that was found there.
    static func plan(
        _ machine: Machine, _ declared: DeclaredKeys, has text: String, odd: [String: MeasuredFile.Kind] = [:],
        pending: PendingChange? = nil
    ) throws -> MachinePlan {
        let accounts = try declared.accounts(on: machine)
        let measured = accounts.map { account in
            let path = "/home/\(account.user)/.ssh/authorized_keys"
            let file = MeasuredFile(
                path: RawText(path), folder: "/home/\(account.user)/.ssh",
                kind: odd[account.user] ?? .regular(Array(text.utf8)),
                status: FileStatus(
                    path: RawText(path), mode: 0o100600, owner: 1000, group: 1000, size: Int64(text.utf8.count),
                    links: 1),
                above: [], isImmutable: false, freeBytes: 1 << 30)
            return MeasuredAccount(
                user: account.user,
                entry: PasswordEntry(user: 1000, group: 1000, home: RawText("/home/\(account.user)")),
                home: "/home/\(account.user)", settings: SSHDSettings(values: [:]), files: [file])
        }
        let found = MeasuredMachine(
            isRoot: true, clock: HostClock(seconds: now.seconds, secondsEastOfUTC: 0),
            server: SSHServer(version: SSHDVersion(9, 2), command: "sshd", isKnown: true), clientAddress: "10.0.0.9",
            stateFolder: "/var/lib/levels-ssh", pending: pending, last: nil,
            revokedKeys: FileHash(of: declared.roster.revokedFile), accounts: measured)
        let rules = PlanRules(roster: declared.roster, now: now.seconds)
        return MachinePlan(machine, declared: accounts, measured: found, rules: rules)
    }

    static func hosts(_ declared: DeclaredKeys) -> [Machine] {
        declared.inventory.machines.filter { $0.role == .host }
    }

    static func fingerprint(_ key: String) throws -> String { try PublicKey(parsing: key).fingerprint }

    @Test func whatOthersHadToChangeIsOwedWhereNobodyGot() throws {
        let declared = try Self.declared()
        let hosts = Self.hosts(declared)
        let plan = try Self.plan(hosts[0], declared, has: Self.gone + "\n")
        let applied = FleetApplication(
            refusals: [],
            machines: [
                AppliedMachine(machine: hosts[0], plan: plan, outcome: .changed(.done)),
                AppliedMachine(machine: hosts[1], plan: nil, outcome: .unread("did not answer")),
            ])
        var ledger = Ledger()
        _ = applied.note(in: &ledger, fleet: hosts, declared: declared, at: Self.now)
        let owed = Set(ledger.debts.map { "\($0.claim.kind) \($0.claim.host) \($0.claim.account) \($0.claim.key)" })
        let (alice, bob) = (try Self.fingerprint(Declaring.keys[0]), try Self.fingerprint(Declaring.keys[1]))
        let gone = try Self.fingerprint(Self.gone)
        #expect(
            owed == [
                "revocation 10.0.0.2:22 app \(gone)", "revocation 10.0.0.2:22 ops \(gone)",
                "grant 10.0.0.2:22 app \(alice)", "grant 10.0.0.2:22 ops \(alice)", "grant 10.0.0.2:22 ops \(bob)",
            ])
        #expect(applied.exit(ledger) == .tryAgain)
    }

    @Test func revokedKeysAreOwedWhereNothingOfTheKindWasRead() throws {
        let declared = try Self.declared()
        let host = Self.hosts(declared)[0]
        let applied = FleetApplication(
            refusals: [], machines: [AppliedMachine(machine: host, plan: nil, outcome: .unread("did not answer"))])
        var ledger = Ledger()
        _ = applied.note(in: &ledger, fleet: [host], declared: declared, at: Self.now)
        #expect(Set(ledger.debts.map(\.claim.account)) == ["app", "ops"])
        #expect(ledger.debts.allSatisfy { $0.claim.kind == .revocation })
    }

    @Test func whatWasTakenBackIsOwedAndPaidByTheNextChange() throws {
        let declared = try Self.declared()
        let host = Self.hosts(declared)[0]
        let plan = try Self.plan(host, declared, has: Self.gone + "\n")
        var ledger = Ledger()
        let first = FleetApplication(
            refusals: [],
            machines: [AppliedMachine(machine: host, plan: plan, outcome: .changed(.reverted("no login")))])
        _ = first.note(in: &ledger, fleet: [host], declared: declared, at: Self.now)
        #expect(ledger.debts.count == 5)
        #expect(first.exit(ledger) == .tryAgain)
        let second = FleetApplication(
            refusals: [], machines: [AppliedMachine(machine: host, plan: plan, outcome: .changed(.done))])
        let (paid, _) = second.note(in: &ledger, fleet: [host], declared: declared, at: Self.now)
        #expect(paid.count == 5)
        #expect(ledger.isEmpty)
        #expect(second.exit(ledger) == .done)
    }

    @Test func refusedSaysMoreThanTryAgain() throws {
        let declared = try Self.declared()
        let hosts = Self.hosts(declared)
        let applied = FleetApplication(
            refusals: [],
            machines: [
                AppliedMachine(machine: hosts[0], plan: nil, outcome: .unread("did not answer")),
                AppliedMachine(machine: hosts[1], plan: nil, outcome: .refused),
            ])
        #expect(applied.exit(Ledger()) == .refused)
    }

    @Test func whatWasAgreedToIsWhatIsDone() throws {
        let declared = try Self.declared()
        let host = Self.hosts(declared)[0]
        let plan = try Self.plan(host, declared, has: "")
        #expect(plan.changesTheSame(as: plan))
        #expect(!plan.changesTheSame(as: nil))
        #expect(!plan.changesTheSame(as: try Self.plan(host, declared, has: "# somebody was here\n")))
    }
}
