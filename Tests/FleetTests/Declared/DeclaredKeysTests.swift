import AuthorizedKeys
import Fleet
import Inventory
import Testing

@Suite("What grants become")
struct DeclaredKeysTests {
    static let refusal =
        #"command="exec /bin/sh -c 'echo \"levels-ssh: this key opens tunnels and runs no commands; you come from ${SSH_CONNECTION%% *}\" >&2; exit 77'""#
    let key = Declaring.keys[0]

    private func declaring(_ change: (inout Declaring) throws -> Void = { _ in }) throws -> Declaring {
        var declaring = Declaring()
        declaring.environments = [
            try Declaring.environment(
                "prod", hosts: ["10.0.0.1:22", "10.0.0.2:2222"], unreachable: ["10.0.0.3:22"],
                databases: [["w.example:3306", "r.example:3306"], ["[2001:db8::5]:6379"]]),
            try Declaring.environment("dev", hosts: ["10.0.1.1:22"], databases: []),
            try Declaring.environment("far", hosts: ["172.16.0.1:22"], databases: [["172.16.0.9:1"]], vpc: "other"),
        ]
        try change(&declaring)
        return declaring
    }

    private func bastion(_ people: [Person], _ declaring: Declaring, revoked: [RevokedKey] = []) throws -> [String:
        [String]]
    {
        let inventory = try declaring.inventory()
        let keys = DeclaredKeys(inventory: inventory, roster: Roster(folder: "", people: people, revoked: revoked))
        let vpc = try #require(inventory.vpc(named: "net"))
        return Dictionary(uniqueKeysWithValues: try keys.accounts(onBastionsOf: vpc).map { ($0.user, $0.lines) })
    }

    private func host(_ people: [Person], _ declaring: Declaring, _ address: String) throws -> [String: [String]] {
        let inventory = try declaring.inventory()
        let keys = DeclaredKeys(inventory: inventory, roster: Roster(folder: "", people: people))
        let vpc = try #require(inventory.vpc(named: "net"))
        let accounts = try keys.accounts(onHostAt: try HostPort(address), in: vpc)
        return Dictionary(uniqueKeysWithValues: accounts.map { ($0.user, $0.lines) })
    }

    @Test func onABastionATunnelLeadsToTheHostsThatReachDatabases() throws {
        let alice = try Declaring.person("alice", ["prod": .tunnel, "dev": .tunnel, "far": .shell])
        #expect(
            try bastion([alice], declaring()) == [
                "jump": [
                    "restrict,port-forwarding,permitopen=\"10.0.0.1:22\",permitopen=\"10.0.0.2:2222\","
                        + "permitlisten=\"NONE:1\",\(Self.refusal) \(key) levels-ssh:alice ALICE"
                ], "ops": [],
            ])
    }

    @Test func onABastionAShellLeadsToAllHostsAndRunsNothingThere() throws {
        let alice = try Declaring.person("alice", ["prod": .shell, "dev": .shell])
        #expect(
            try bastion([alice], declaring())["jump"] == [
                "restrict,port-forwarding,permitopen=\"10.0.0.1:22\",permitopen=\"10.0.0.2:2222\","
                    + "permitopen=\"10.0.0.3:22\",permitopen=\"10.0.1.1:22\",permitlisten=\"NONE:1\","
                    + "\(Self.refusal) \(key) levels-ssh:alice ALICE"
            ])
    }

    @Test func anAdminReachesAllHostsOfTheVPCFromTheAdminAccountAndNothingElse() throws {
        let bob = try Declaring.person("bob", admin: true)
        let options =
            "restrict,pty,port-forwarding,permitopen=\"10.0.0.1:22\",permitopen=\"10.0.0.2:2222\","
            + "permitopen=\"10.0.0.3:22\",permitopen=\"10.0.1.1:22\",permitlisten=\"NONE:1\""
        #expect(try bastion([bob], declaring()) == ["jump": [], "ops": ["\(options) \(key) levels-ssh:bob BOB"]])
        #expect(
            try host([bob], declaring(), "10.0.0.3:22") == [
                "app": [], "ops": ["restrict,pty \(key) levels-ssh:bob BOB"],
            ])
    }

    @Test func onAHostATunnelEndsAtTheDeclaredDatabases() throws {
        let alice = try Declaring.person("alice", ["prod": .tunnel])
        let databases =
            "permitopen=\"w.example:3306\",permitopen=\"r.example:3306\",permitopen=\"[2001:db8::5]:6379\""
        #expect(
            try host([alice], declaring(), "10.0.0.2:2222") == [
                "app": [
                    "restrict,port-forwarding,\(databases),permitlisten=\"NONE:1\",\(Self.refusal) \(key) "
                        + "levels-ssh:alice ALICE"
                ], "ops": [],
            ])
        #expect(try host([alice], declaring(), "10.0.0.3:22")["app"] == [], "no database is reached from there")
        #expect(try host([alice], declaring(), "10.0.1.1:22")["app"] == [], "nothing is granted there")
    }

    @Test func anEndpointThatWritesAndReadsIsNamedOnce() throws {
        var declaring = Declaring()
        declaring.environments = [
            try Declaring.environment(
                "prod", hosts: ["10.0.0.1:22"], databases: [["w.example:1", "w.example:1"], ["w.example:1"]])
        ]
        let lines = try host([try Declaring.person("alice", ["prod": .tunnel])], declaring, "10.0.0.1:22")["app"]
        let line = try #require(lines?.first)
        #expect(line.hasPrefix("restrict,port-forwarding,permitopen=\"w.example:1\",permitlisten="))
    }

    @Test func onAHostAShellRunsAndForwardsToTheDeclaredDatabases() throws {
        let alice = try Declaring.person("alice", ["prod": .shell, "dev": .shell])
        let databases =
            "permitopen=\"w.example:3306\",permitopen=\"r.example:3306\",permitopen=\"[2001:db8::5]:6379\""
        #expect(
            try host([alice], declaring(), "10.0.0.1:22")["app"] == [
                "restrict,pty,port-forwarding,\(databases),permitlisten=\"NONE:1\" \(key) levels-ssh:alice ALICE"
            ])
        for place in ["10.0.0.3:22", "10.0.1.1:22"] {
            #expect(try host([alice], declaring(), place)["app"] == ["restrict,pty \(key) levels-ssh:alice ALICE"])
        }
    }

    @Test func anAddressThatNoEnvironmentListsHasNoAccounts() throws {
        let bob = try Declaring.person("bob", ["prod": .shell], admin: true)
        #expect(try host([bob], declaring(), "10.9.9.9:22") == [:])
    }

    @Test func everyMachineIsListedOnceWithItsAccounts() throws {
        let declaring = try declaring { declaring in
            declaring.environments.append(
                try Declaring.environment(
                    "qa", hosts: ["10.0.0.2:2222", "10.0.2.1:22"], databases: [], foreign: .remove))
        }
        let inventory = try declaring.inventory()
        let machines = inventory.machines
        #expect(
            machines.map { "\($0.role) \($0.vpc) \($0.name) \($0.address): \($0.environments.joined(separator: " "))" }
                == [
                    "bastion net b:22 b:22: prod dev qa", "host net h0 10.0.0.1:22: prod",
                    "host net h1 10.0.0.2:2222: prod qa", "host net h2 10.0.0.3:22: prod",
                    "host net h0 10.0.1.1:22: dev",
                    "host net h1 10.0.2.1:22: qa", "host other h0 172.16.0.1:22: far",
                ])
        #expect(machines.map(\.foreign) == [.keep, .keep, .keep, .keep, .keep, .remove, .keep])
        let bob = try Declaring.person("bob", admin: true)
        let keys = DeclaredKeys(inventory: inventory, roster: Roster(folder: "", people: [bob]))
        #expect(try machines.map { try keys.accounts(on: $0).map(\.user) }.allSatisfy { !$0.isEmpty })
        let net = try #require(inventory.vpc(named: "net"))
        #expect(try keys.accounts(on: machines[0]) == keys.accounts(onBastionsOf: net))
        #expect(try keys.accounts(on: machines[1]) == keys.accounts(onHostAt: machines[1].address, in: net))
    }

    @Test func anImageIsThatOfHostsThatReachDatabases() throws {
        let inventory = try declaring().inventory()
        let alice = try Declaring.person("alice", ["prod": .tunnel])
        let keys = DeclaredKeys(inventory: inventory, roster: Roster(folder: "", people: [alice]))
        let vpc = try #require(inventory.vpc(named: "net"))
        let prod = try #require(inventory.environment(named: "prod"))
        #expect(
            try keys.accounts(onHostsOf: prod)
                == keys.accounts(onHostAt: HostPort("10.0.0.1:22"), in: vpc))
    }

    @Test func oneAccountForEverythingHasOneLineForAKey() throws {
        let declaring = try declaring { declaring in
            declaring.jump = "root"
            declaring.admin = AdminAccount(user: "root", sudo: false)
        }
        let bob = try Declaring.person("bob", ["prod": .tunnel], admin: true)
        let lines = try #require(try bastion([bob], declaring)["root"])
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("restrict,pty,port-forwarding,permitopen=\"10.0.0.1:22\"") == true)
        #expect(lines.first?.contains("command=") == false)
    }

    @Test func aHostOfTwoEnvironmentsHasWhatBothGrant() throws {
        let declaring = try declaring { declaring in
            declaring.environments = [
                try Declaring.environment("qa", hosts: ["10.0.0.1:22"], databases: [["q:1"]]),
                try Declaring.environment("test", hosts: ["10.0.0.1:22"], databases: [["t:1"], ["q:1"]]),
            ]
        }
        let alice = try Declaring.person("alice", ["qa": .tunnel, "test": .shell])
        #expect(
            try host([alice], declaring, "10.0.0.1:22")["app"] == [
                "restrict,pty,port-forwarding,permitopen=\"q:1\",permitopen=\"t:1\",permitlisten=\"NONE:1\" \(key) "
                    + "levels-ssh:alice ALICE"
            ])
    }

    @Test(
        arguments: [
            ([], [], [], nil),
            (["192.0.2.0/24", "2001:db8::/32"], [], [], "192.0.2.0/24,2001:db8::/32"),
            (["192.0.2.0/24"], [], ["198.51.100.7/32"], "198.51.100.7/32"),
            (["192.0.2.0/24", "192.0.2.0/24"], ["203.0.113.0/24"], [], "192.0.2.0/24"),
            ([], ["203.0.113.0/24"], ["198.51.100.7/32"], "198.51.100.7/32"),
        ] as [([String], [String], [String], String?)])
    func onABastionFromIsThePersonsOrTheWhitelists(
        _ whitelist: [String], _ expired: [String], _ own: [String], _ from: String?
    ) throws {
        let declaring = try declaring { declaring in
            declaring.whitelist = whitelist
            declaring.expiredWhitelist = expired
        }
        let alice = try Declaring.person("alice", ["prod": .tunnel], from: own)
        let line = try #require(try bastion([alice], declaring)["jump"]?.first)
        if let from {
            #expect(line.contains(",from=\"\(from)\" \(key)"))
        } else {
            #expect(!line.contains("from="))
        }
        let onHost = try #require(try host([alice], declaring, "10.0.0.1:22")["app"]?.first)
        #expect(!onHost.contains("from="), "sshd there sees the bastion")
    }

    @Test func whereAllOfAWhitelistHasExpiredNobodyIsLetInFromAnywhere() throws {
        let declaring = try declaring { $0.expiredWhitelist = ["203.0.113.0/24"] }
        let alice = try Declaring.person("alice", ["prod": .tunnel], admin: true)
        #expect(try bastion([alice], declaring) == ["jump": [], "ops": []])
    }

    @Test func untilIsTheLastSecondOfItsDay() throws {
        let alice = try Declaring.person("alice", ["prod": .shell], until: "2027-01-31", admin: true)
        for lines in try [bastion([alice], declaring()), host([alice], declaring(), "10.0.0.3:22")] {
            #expect(lines.count == 2)
            #expect(lines.values.allSatisfy { $0.count == 1 && $0[0].contains(",expiry-time=\"20270131235959Z\" ") })
        }
    }

    @Test func linesAreByPersonAndInTheOrderOfTheFile() throws {
        let bob = try Declaring.person("bob", ["dev": .shell], keys: [Declaring.keys[2]])
        let alice = try Declaring.person("alice", ["dev": .shell], keys: [Declaring.keys[1], Declaring.keys[0]])
        let lines = try #require(try host([bob, alice], declaring(), "10.0.1.1:22")["app"])
        #expect(
            lines == [
                "restrict,pty \(Declaring.keys[1]) levels-ssh:alice ALICE",
                "restrict,pty \(Declaring.keys[0]) levels-ssh:alice ALICE",
                "restrict,pty \(Declaring.keys[2]) levels-ssh:bob BOB",
            ])
    }

    @Test func aRevokedKeyHasNoLineWhateverTheRosterSays() throws {
        let bob = try Declaring.person("bob", keys: [Declaring.keys[0], Declaring.keys[1]], admin: true)
        let revoked = RevokedKey(key: try PublicKey(parsing: Declaring.keys[0]))
        let lines = try #require(try bastion([bob], declaring(), revoked: [revoked])["ops"])
        #expect(lines.count == 1 && lines[0].contains(Declaring.keys[1]))
    }

    @Test func aThousandHostsAreOneLine() throws {
        let hosts = (0..<1000).map { "10.7.\($0 / 250).\($0 % 250):22" }
        let declaring = try declaring { declaring in
            declaring.environments = [try Declaring.environment("prod", hosts: hosts, databases: [])]
        }
        let bob = try Declaring.person("bob", admin: true)
        let line = try #require(try bastion([bob], declaring)["ops"]?.first)
        #expect(hosts.allSatisfy { line.contains("permitopen=\"\($0)\"") })
        let file = try AuthorizedKeysFile(Array(line.utf8))
        #expect(file.lines.map { $0.verdict(ServerContext(now: 1_795_392_000)) } == [.inForce])
    }

    @Test func everyLineIsInForceAsItsOwnReaderSees() throws {
        let people = [
            try Declaring.person(
                "alice", ["prod": .tunnel, "dev": .shell], from: ["192.0.2.0/24"], until: "2027-01-31"),
            try Declaring.person(
                "bob", ["prod": .shell], keys: [Declaring.keys[1]], name: "B \"$(x)\" #é", admin: true),
        ]
        let lines = try [bastion(people, declaring()), host(people, declaring(), "10.0.0.1:22")]
            .flatMap { $0.values.joined() }
        #expect(lines.count == 6)
        let file = try AuthorizedKeysFile(Array((lines.joined(separator: "\n") + "\n").utf8))
        let context = ServerContext(now: 1_795_392_000, clientAddress: "192.0.2.9")
        #expect(file.lines.map { $0.verdict(context) } == lines.map { _ in .inForce })
    }
}
