import Inventory
import Testing

@Suite("examples/levels.yaml")
struct ExampleTests {
    private func reading() throws -> InventoryReading {
        let bytes = Array(try TemporaryFolder.text(Repository.example).utf8)
        return try Inventory.read(bytes, path: "/srv/levels/levels.yaml", home: "/home/alice", now: Sample.now)
    }

    @Test func isReadWithoutANote() throws {
        let reading = try reading()
        #expect(reading.notes == [])
        #expect(reading.inventory.path == "/srv/levels/levels.yaml")
    }

    @Test func keepsTheOrderOfTheFile() throws {
        let inventory = try reading().inventory
        #expect(inventory.vpcs.map(\.name) == ["production", "shared"])
        #expect(inventory.environments.map(\.name) == ["prod", "dev", "test", "qa"])
        #expect(inventory.environment(named: "prod")?.databases.map(\.name) == ["main", "reports"])
        #expect(inventory.environment(named: "nope") == nil)
        #expect(inventory.environmentName(like: "prd") == "prod")
    }

    /// Whoever follows README with this file is told of no name that there is not.
    @Test func hasWhatTheCommandsInREADMEName() throws {
        let inventory = try reading().inventory
        var count = 0
        for line in try TemporaryFolder.text(Repository.top + "/README.md").split(separator: "\n")
        where line.hasPrefix("    $ levels-ssh ") {
            let words = line.prefix { $0 != "#" }.split(separator: " ").map(String.init)
            let ours = words.prefix { $0 != "--" }
            func values(_ option: String) -> [String] {
                zip(ours, ours.dropFirst()).filter { $0.0 == option }.map(\.1)
            }
            let named = values("--env").map { ($0, inventory.environment(named: $0)) }
            for (name, environment) in named { #expect(environment != nil, "\(name): \(line)") }
            let environments = named.isEmpty ? inventory.environments : named.compactMap(\.1)
            for name in values("--db") {
                #expect(environments.contains { $0.database(named: name) != nil }, "\(name): \(line)")
            }
            for name in values("--host") {
                #expect(environments.contains { $0.hosts.list.contains { $0.name == name } }, "\(name): \(line)")
            }
            for name in values("--vpc") { #expect(inventory.vpc(named: name) != nil, "\(name): \(line)") }
            count += named.count
        }
        #expect(count > 10)
    }

    @Test func theVPCIsAsWritten() throws {
        let inventory = try reading().inventory
        let prod = try #require(inventory.environment(named: "prod"))
        let vpc = try #require(inventory.vpc(of: prod))
        #expect(vpc.cidr.description == "10.10.0.0/16")
        #expect(vpc.bastions.map(\.address.description) == ["bastion-a.example.net:22", "bastion-b.example.net:22"])
        #expect(vpc.bastions.map(\.hostKeys.count) == [1, 2])
        #expect(vpc.user == "jump")
        #expect(vpc.admin == AdminAccount(user: "ops", sudo: true))
        #expect(vpc.whitelist.map(\.owner) == ["office", "office"])
        #expect(vpc.whitelist.first?.until?.description == "2027-06-30")
    }

    @Test func theEnvironmentIsAsWritten() throws {
        let prod = try #require(try reading().inventory.environment(named: "prod"))
        #expect(prod.protected)
        #expect(prod.foreign == .remove)
        #expect(prod.hosts.user == "app")
        #expect(prod.hosts.list.map(\.name) == ["app-1", "app-2", "admin-1"])
        #expect(prod.hosts.databaseReachable.map(\.name) == ["app-1", "app-2"])
        let main = try #require(prod.defaultDatabase)
        #expect(main.engine == .mysql)
        #expect(main.writer.description == "levels.cluster-abc.example.net:3306")
        #expect(main.reader?.description == "levels.cluster-ro-abc.example.net:3306")
        #expect(main.databaseName == "levels")
        #expect(main.user == "app_ro")
        #expect(main.password == .env("LEVELS_DB_PASSWORD"))
        #expect(main.localPort == 13306)
        #expect(prod.database(named: "reports")?.password == .command(["pass", "show", "levels/prod/reports"]))
    }
}
