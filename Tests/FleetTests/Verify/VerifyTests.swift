import AuthorizedKeys
import Inventory
import Reach
import SSH
import Testing

@testable import Fleet
@testable import LevelsLab

/// Proving by asking real servers what they would take.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct VerifyTests {
    @Test("each answer is told apart, within MaxAuthTries and over one login at the bastion")
    func answers() async throws {
        try await Premises.with { here in
            let host = try here.lab.server("host-1")
            let (alice, bob, carol) = (try key("alice", here), try key("bob", here), try key("carol", here))
            let offers =
                [
                    KeyOffer(key: alice, person: "alice", expected: .taken),
                    KeyOffer(key: bob, person: "bob", expected: .refused),
                    KeyOffer(key: carol, person: "carol", expected: .taken),
                    KeyOffer(key: carol, person: "carol", expected: .taken, isBoundToAddress: true),
                ] + (try await strangers(14, here)).map { KeyOffer(key: $0, person: nil, expected: .refused) }
            let user = here.lab.appUser
            let found = await verify(
                [
                    MachineOffers(
                        machine: try here.machine("host-1"), accounts: [AccountOffers(user: user, offers: offers)])
                ], here.options)
            #expect(found.results.map(\.offer) == offers)
            let outcomes = found.results.map { "\($0.outcome)" }
            #expect(
                outcomes == [
                    "asDeclared", "takenThoughItShouldNotBe", "refusedThoughItShouldBeTaken", "notTestableFromHere",
                ] + [String](repeating: "asDeclared", count: 14))
            #expect(found.exit == .difference)
            let log = host.log()
            #expect(!log.contains("Too many authentication failures") && !log.contains("maximum authentication"))
            // Sixteen refusals at five a connection, each of which ends in a login with Alice's key, and so in no fine.
            #expect(host.logins().count == 4)
            #expect(!log.contains("[preauth]") || !log.contains("authenticating user"))
            #expect(try here.lab.server("bastion-a").logins().count == 1)
        }
    }

    @Test("a server that hangs up earlier than told still answers about all")
    func strict() async throws {
        try await Premises.with {
            $0.hostConfig = ["MaxAuthTries 3"]
        } _: { here in
            let offers = try await strangers(7, here).map { KeyOffer(key: $0, person: nil, expected: .refused) }
            let found = await verify(
                [
                    MachineOffers(
                        machine: try here.machine("host-1"),
                        accounts: [AccountOffers(user: here.lab.appUser, offers: offers)])
                ], here.options)
            #expect(found.results.map { "\($0.outcome)" } == [String](repeating: "asDeclared", count: 7))
            #expect(found.exit == .done)
        }
    }

    @Test(
        "what a server offers beside keys is told of each account, whatever stands further on in its configuration",
        arguments: [
            (["PasswordAuthentication yes"], ["password"]),
            (
                ["KbdInteractiveAuthentication yes", "PasswordAuthentication yes"],
                ["password", "keyboard-interactive"]
            ),
            (["AuthenticationMethods publickey", "PasswordAuthentication yes"], []),
        ])
    func otherWays(config: [String], ways: [String]) async throws {
        try await Premises.with {
            $0.hostConfig = config
        } _: { here in
            let alice = KeyOffer(key: try key("alice", here), person: "alice", expected: .taken)
            let others = try await strangers(2, here).map { KeyOffer(key: $0, person: nil, expected: .refused) }
            let account = AccountOffers(user: here.lab.appUser, offers: [alice] + others)
            let found = await verify(
                [MachineOffers(machine: try here.machine("host-1"), accounts: [account])], here.options)
            #expect(Set(found.otherWays.flatMap(\.ways)) == Set(ways))
            #expect(found.exit == (ways.isEmpty ? .done : .difference))
            // Programs are told what each account offers, where that is nothing but keys as well.
            #expect(found.ways.map { Set($0.offered) } == [Set(ways + ["publickey"])])
            guard case .list(let accounts)? = found.fact["accounts"] else {
                Issue.record("no accounts")
                return
            }
            #expect(accounts.map { $0["answered"] } == [.truth(true)])
            #expect(accounts.map { $0["account"] } == [.text(here.lab.appUser)])
            #expect(AuditLine.answers(found).contains { $0.measured.contains("offered") } == !ways.isEmpty)
            #expect(found.text.contains { $0.contains("offered beside keys") } == !ways.isEmpty)
        }
    }

    @Test("a bastion's accounts are asked about from here, with no login at it but those that end a question")
    func bastion() async throws {
        try await Premises.with { here in
            let alice = KeyOffer(key: try key("alice", here), person: "alice", expected: .taken)
            let found = await verify(
                [
                    MachineOffers(
                        machine: try here.machine("bastion-b"),
                        accounts: [AccountOffers(user: here.lab.jumpUser, offers: [alice])])
                ], here.options)
            #expect(found.exit == .done)
            #expect(try here.lab.server("bastion-a").logins().isEmpty)
            #expect(try here.lab.server("bastion-b").logins().count == 1)
        }
    }

    @Test("what cannot be reached is unanswered, and the others are answered")
    func dead() async throws {
        try await Premises.with { here in
            try await here.lab.server("host-2").kill()
            let alice = KeyOffer(key: try key("alice", here), person: "alice", expected: .taken)
            let accounts = [AccountOffers(user: here.lab.appUser, offers: [alice])]
            let found = await verify(
                here.hosts.map { MachineOffers(machine: $0, accounts: accounts) }, here.options)
            #expect(found.exit == .tryAgain)
            let dead = try here.machine("host-2")
            for result in found.results {
                switch result.outcome {
                case .asDeclared: #expect(result.machine != dead)
                case .unanswered(.down): #expect(result.machine == dead)
                default: Issue.record("\(result.outcome)")
                }
            }
        }
    }

    @Test("what is declared becomes what is asked: the keys that are to be there, and all others that are known")
    func declared() throws {
        let keys = Declaring.keys
        var declaring = Declaring()
        declaring.environments = [
            try Declaring.environment("dev", hosts: ["10.0.0.1:22"], databases: [["10.0.1.1:3306"]])
        ]
        let roster = Roster(
            folder: "/keys",
            people: [
                try Declaring.person("alice", ["dev": .shell], keys: [keys[0]]),
                try Declaring.person("bob", keys: [keys[1]], admin: true),
            ], revoked: [RevokedKey(key: try PublicKey(parsing: keys[2]))])
        let inventory = try declaring.inventory()
        let host = try #require(inventory.machines.first { $0.role == .host })
        let offers = try DeclaredKeys(inventory: inventory, roster: roster).offers(on: host)
        func words(_ user: String) -> [String]? {
            offers.first { $0.user == user }?.offers.map { "\($0.person ?? "-") \($0.expected)" }
        }
        #expect(words("app") == ["alice taken", "bob refused", "- refused"])
        #expect(words("ops") == ["bob taken", "alice refused", "- refused"])
        let some = try DeclaredKeys(inventory: inventory, roster: roster).offers(on: host, people: ["alice"])
        #expect(some.flatMap(\.offers).allSatisfy { $0.person == "alice" })
    }

    private func key(_ person: String, _ here: Premises) throws -> PublicKey {
        try PublicKey(parsing: try #require(Disk.text(here.lab.key(of: person) + ".pub")).trimmed)
    }

    /// Keys that nobody knows.
    private func strangers(_ count: Int, _ here: Premises) async throws -> [PublicKey] {
        var keys: [PublicKey] = []
        for number in 0..<count {
            let line = try await KeyMaker.make("ed25519", at: "\(here.lab.folder)/stranger\(number)", comment: "")
            keys.append(try PublicKey(parsing: line.trimmed))
        }
        return keys
    }
}

extension String {
    fileprivate var trimmed: String {
        String(self[..<(lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex)])
    }
}
