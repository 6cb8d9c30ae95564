import Inventory
import Testing

@Suite("A route is refused before it is dialled")
struct IsolationTests {
    let inventory: Inventory
    let prod: Environment
    let dev: Environment
    let bastion: Bastion
    let host: Host
    let target: HostPort

    init() throws {
        inventory = try Sample.read(Sample.text).inventory
        prod = try #require(inventory.environment(named: "prod"))
        dev = try #require(inventory.environment(named: "dev"))
        bastion = try #require(inventory.vpc(of: prod)?.bastions.first)
        host = try #require(prod.hosts.list.first)
        target = try #require(prod.databases.first?.writer)
    }

    private func refusal(
        _ environment: Environment? = nil, bastion: Bastion? = nil, host: Host? = nil, target: HostPort? = nil,
        in inventory: Inventory? = nil
    ) -> IsolationRefusal? {
        do throws(IsolationRefusal) {
            try (inventory ?? self.inventory).checkIsolation(
                environment: environment ?? prod, bastion: bastion ?? self.bastion, host: host ?? self.host,
                target: target ?? self.target)
            return nil
        } catch {
            return error
        }
    }

    @Test func aDeclaredRouteIsTaken() {
        #expect(refusal() == nil)
    }

    @Test func theBastionOfAnotherVPCIsRefused() throws {
        let other = try #require(inventory.vpc(of: dev)?.bastions.first)
        #expect(refusal(bastion: other) == .foreignBastion(other.address, vpc: "one"))
    }

    @Test func aDeclaredBastionWithOtherKeysIsRefused() {
        let unpinned = Bastion(address: bastion.address, hostKeys: [])
        #expect(refusal(bastion: unpinned) == .foreignBastion(bastion.address, vpc: "one"))
    }

    @Test func theHostOfAnotherEnvironmentIsRefused() throws {
        let other = try #require(dev.hosts.list.first)
        #expect(refusal(host: other) == .foreignHost("dev-1", environment: "prod"))
    }

    @Test func theDatabaseOfAnotherEnvironmentIsRefused() throws {
        let other = try #require(dev.databases.first?.writer)
        #expect(refusal(target: other) == .undeclaredTarget(other, environment: "prod"))
    }

    @Test func anotherPortOfADeclaredDatabaseIsRefused() throws {
        let other = try HostPort("db.example.net:22")
        #expect(refusal(target: other) == .undeclaredTarget(other, environment: "prod"))
    }

    @Test func anEnvironmentThatWasPutTogetherByHandIsRefused() {
        let doctored = Environment(
            name: "prod", vpc: "one", protected: false, hosts: prod.hosts, databases: prod.databases + dev.databases)
        #expect(refusal(doctored) == .undeclaredEnvironment("prod"))
    }

    @Test func aHostWithoutDatabaseAccessIsRefused() throws {
        let extra = "- { name: app-0, address: \"10.10.1.10:22\", \(BadCases.pin), databaseReachable: false }"
        let text = try Sample.text("- { name: app-1", extra + "\n        - { name: app-1")
        let inventory = try Sample.read(text).inventory
        let prod = try #require(inventory.environment(named: "prod"))
        let host = try #require(prod.hosts.list.first)
        #expect(refusal(prod, host: host, in: inventory) == .unreachableFrom(host: "app-0", environment: "prod"))
    }

    @Test func anAddressOutsideTheNetworkIsRefusedEvenWhereNoReaderHasChecked() throws {
        let outside = try HostPort("192.0.2.1:22")
        let stray = Host(name: "stray", address: outside, hostKeys: host.hostKeys, databaseReachable: true)
        let environment = Environment(
            name: "prod", vpc: "one", protected: true, hosts: HostGroup(user: "app", list: [stray]),
            databases: prod.databases)
        let unchecked = Inventory(
            path: inventory.path, identities: [], vpcs: inventory.vpcs, environments: [environment])
        let network = try CIDR("10.10.0.0/16")
        #expect(refusal(environment, host: stray, in: unchecked) == .outside(outside, network, vpc: "one"))
    }

    @Test func aRefusalSaysWhatAndWhyAndExitsAsRefused() throws {
        let other = try #require(dev.databases.first?.writer)
        let refusal = try #require(self.refusal(target: other))
        #expect(refusal.message == "10.20.9.5:6379 is no database of environment \"prod\"")
        #expect(refusal.hint == "declare it under the environment's databases in levels.yaml")
        #expect(refusal.exit == .refused)
    }
}
