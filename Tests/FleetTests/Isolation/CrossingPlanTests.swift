import Inventory
import Testing

@testable import Fleet

struct CrossingPlanTests {
    /// Two VPCs, each with one bastion, some hosts and one database.
    private func estate(hosts: (Int, Int)) throws -> Inventory {
        func vpc(_ name: String, _ net: String) throws -> VPC {
            VPC(
                name: name, cidr: try CIDR("\(net).0.0/16"), whitelist: [],
                bastions: [Bastion(address: try HostPort("bastion-\(name):22"), hostKeys: [])], user: "jump",
                admin: AdminAccount(user: "ops", sudo: true), knownHosts: [])
        }
        func environment(_ name: String, _ net: String, _ count: Int) throws -> Environment {
            try Declaring.environment(
                name, hosts: (0..<count).map { "\(net).\($0 / 250).\($0 % 250 + 1):22" },
                databases: [["db.\(name):3306"]], vpc: name)
        }
        return Inventory(
            path: "/levels.yaml", identities: [], vpcs: [try vpc("one", "10.1"), try vpc("two", "10.2")],
            environments: [try environment("one", "10.1", hosts.0), try environment("two", "10.2", hosts.1)])
    }

    @Test func everyMachineTriesTheOtherVPCAndNeverItsOwn() throws {
        let inventory = try estate(hosts: (3, 2))
        let plan = CrossingPlan(inventory, from: inventory.machines)
        #expect(Set(plan.crossings.keys) == Set(inventory.machines))
        for (machine, crossings) in plan.crossings {
            #expect(crossings.allSatisfy { $0.from == machine && $0.to.vpc != machine.vpc })
            #expect(crossings.first?.to.kind == .bastion || crossings.count == CrossingPlan.usual)
        }
        #expect(
            plan.crossings[inventory.machines[0]]?.map(\.to.address.description) == [
                "bastion-two:22", "db.two:3306", "10.2.0.1:22", "10.2.0.2:22",
            ])
        #expect(plan.left.isEmpty)
    }

    @Test(arguments: [(200, 200), (5, 100), (40, 300)])
    func largeFleetsAreCoveredBetweenThem(one: Int, two: Int) throws {
        let inventory = try estate(hosts: (one, two))
        let plan = CrossingPlan(inventory, from: inventory.machines)
        for (machine, crossings) in plan.crossings {
            // A bastion, a database, and the hosts of the other VPC.
            let there = 2 + (machine.vpc == "one" ? two : one)
            #expect(crossings.count == min(CrossingPlan.usual, there) && Set(crossings).count == crossings.count)
        }
        let tried = Set(plan.crossings.values.flatMap { $0 }.map(\.to))
        let all = Set(inventory.vpcs.flatMap { CrossingPlan.targets(of: $0, in: inventory) })
        #expect(tried.union(plan.left) == all && tried.isDisjoint(with: plan.left))
        // 6 machines with 8 each see 48 of 102.
        #expect(plan.left.count == (one == 5 ? 54 : 0))
    }

    @Test func onlyTheMachinesThatWereAskedForAreTriedFrom() throws {
        let inventory = try estate(hosts: (3, 2))
        let some = [inventory.machines[1]]
        let plan = CrossingPlan(inventory, from: some)
        #expect(Array(plan.crossings.keys) == some && plan.left.isEmpty)
    }
}

struct CrossingAnswerTests {
    private func request() throws -> CrossingRequest {
        try #require(CrossingRequest(targets: [try HostPort("a.example:22"), try HostPort("[2001:db8::1]:3306")]))
    }

    @Test func whatComesInAnyOrderIsToldInTheRequests() throws {
        let request = try request()
        #expect(String(decoding: request.input, as: UTF8.self) == "a.example 22\n2001:db8::1 3306\n.\n")
        let said = Array("hello from a profile\nlevels-ssh 1\ntry 2 refused\ntry 1 silent\nend\n".utf8)
        #expect(try CrossingAnswer.read(said, to: request) == [.shut("no answer within 3 s"), .answered])
    }

    @Test func whatIsNotSaidIsNotTried() throws {
        let said = Array("levels-ssh 1\ntry 1 open\nend\n".utf8)
        #expect(try CrossingAnswer.read(said, to: try request())[1] == .untested("it did not say what came of it"))
    }

    @Test(arguments: [
        "", "levels-ssh 1\n", "levels-ssh 1\ntry 3 open\nend\n", "levels-ssh 1\ntry 0 open\nend\n",
        "levels-ssh 1\ntry 1 open\ntry 1 shut\nend\n", "levels-ssh 1\ntry 1 maybe\nend\n", "levels-ssh 1\nwhat\nend\n",
        "levels-ssh 1\ntry 1\nend\n", "levels-ssh 1\ntry 1 open\n",
    ])
    func whatTheScriptWouldNotSayIsRefused(said: String) throws {
        let request = try request()
        #expect(throws: AnswerError.self) { try CrossingAnswer.read(Array(said.utf8), to: request) }
    }

    @Test func spoiltAnswersNeverCrash() throws {
        let request = try request()
        var spoiler = Spoiler(seed: 71)
        let good = Array("levels-ssh 1\ntry 2 refused\ntry 1 silent\nend\n".utf8)
        for _ in 0..<Spoiler.iterations {
            let outcomes = try? CrossingAnswer.read(spoiler.spoilt(good), to: request)
            #expect(outcomes?.count ?? 2 == 2)
        }
    }
}

struct NamesAnswerTests {
    private let request = NamesRequest(names: ["a.example", "b.example"])

    @Test func aNameWithoutAnAddressIsLeftOut() throws {
        let said = Array("levels-ssh 1\nname 2 10.0.0.2\nend\n".utf8)
        #expect(try NamesAnswer.read(said, to: request) == ["b.example": "10.0.0.2"])
    }

    @Test(arguments: ["name 3 10.0.0.1", "name 0 10.0.0.1", "name 1", "name -1 a", "what"])
    func whatTheScriptWouldNotSayIsRefused(line: String) {
        #expect(throws: AnswerError.self) {
            try NamesAnswer.read(Array("levels-ssh 1\n\(line)\nend\n".utf8), to: request)
        }
    }

    @Test func whatIsNoAddressIsNotDialled() throws {
        let vpc = try Declaring().inventory().vpcs[0]
        var declaring = Declaring()
        declaring.environments = [try Declaring.environment("e", hosts: [], databases: [["db.example:3306"]])]
        let inventory = try declaring.inventory()
        func dialled(_ address: String) -> String? {
            CrossingPlan.targets(of: vpc, in: inventory, ["db.example": address]).last?.dialled.description
        }
        #expect(dialled("10.9.9.9") == "10.9.9.9:3306")
        #expect(dialled("2001:db8::7") == "[2001:db8::7]:3306")
        #expect(dialled("-oProxyCommand=x") == "db.example:3306")
        #expect(dialled("a b") == "db.example:3306")
    }
}
