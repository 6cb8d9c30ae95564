import Foundation
import Testing

@testable import Inventory

@Suite("Exceptions from the login policy")
struct ExceptionTests {
    private static func read(_ change: (String, String)) throws -> InventoryReading {
        try Sample.read(try Sample.text(change.0, change.1))
    }

    private static func until(_ day: String) -> String {
        "directive: MaxSessions, value: 20, reason: many tabs, owner: olga, until: \(day)"
    }

    @Test func areForTheMachinesThatTheyName() throws {
        let inventory = try Self.read(ExceptionCases.ofBastions(Self.until("2027-06-30"))).inventory
        let exception = PolicyException(
            directive: .maxSessions, value: "20", reason: "many tabs", owner: "olga", until: try ExpiryDay("2027-06-30")
        )
        let got = inventory.machines.map { inventory.exceptions(on: $0).inForce }
        #expect(got == [[exception], [], [], []])

        let named = try Self.read(ExceptionCases.ofHosts(Self.until("2027-06-30") + ", machines: [app-1]")).inventory
        #expect(named.machines.map { named.exceptions(on: $0).inForce.count } == [0, 1, 0, 0])
    }

    /// A host that two environments name is under the exceptions of both.
    @Test func ofAHostAreThoseOfEachEnvironmentThatNamesIt() throws {
        let change = ExceptionCases.ofHosts(Self.until("2027-06-30"))
        let second = """
              qa:
                vpc: one
                exceptions: [{ directive: LogLevel, value: INFO, reason: r, owner: o, until: 2027-06-30 }]
                hosts:
                  user: app
                  list:
                    - { name: shared, address: "10.10.1.11:22", hostKey: "\(Sample.ed25519)" }

            """
        let text = try Sample.text(change.0, change.1) + second
        let inventory = try Sample.read(text).inventory
        let machine = try #require(inventory.machines.first { $0.name == "app-1" })
        #expect(inventory.exceptions(on: machine).inForce.map(\.directive) == [.maxSessions, .logLevel])

        let clash = text.replacing("LogLevel, value: INFO", with: "MaxSessions, value: 30")
        #expect(Sample.findings(clash).count == 1)
        #expect(Sample.findings(clash).first?.contains("MaxSessions is excepted in line 20 already") == true)
    }

    /// Today is 2026-11-23.
    @Test(arguments: [
        ("2026-11-22", false, "has expired: MaxSessions must be as the policy says again"),
        ("2026-11-23", true, "is near: then MaxSessions must be as the policy says again"),
        ("2026-12-06", true, "is near: then MaxSessions must be as the policy says again"), ("2026-12-07", true, nil),
    ])
    func holdToTheEndOfTheirDay(_ day: String, _ holds: Bool, _ note: String?) throws {
        let reading = try Self.read(ExceptionCases.ofHosts(Self.until(day)))
        let environment = try #require(reading.inventory.environment(named: "prod"))
        #expect(environment.exceptions.count == (holds ? 1 : 0))
        #expect(environment.expiredExceptions.count == (holds ? 0 : 1))
        #expect(reading.notes.map(\.rule) == (note.map { [$0] } ?? []))
    }

    /// The schema and the manual list the directives; a new rule must not be missing there.
    @Test func areForTheDirectivesThatSchemaAndManualList() throws {
        let known = PolicyDirective.allCases.filter(\.mayBeExcepted)
        let data = try Data(contentsOf: URL(filePath: Repository.schema))
        let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let exception = try #require((schema["$defs"] as? [String: [String: Any]])?["exception"])
        let properties = try #require(exception["properties"] as? [String: [String: Any]])
        #expect(properties["directive"]?["enum"] as? [String] == known.map(\.rawValue))
        let condition = (exception["if"] as? [String: Any])?["properties"] as? [String: [String: Any]]
        #expect(
            condition?["directive"]?["enum"] as? [String] == known.filter { $0.inMatch == nil }.map(\.rawValue))

        let manual = try TemporaryFolder.text(Repository.manual).split(whereSeparator: { " \n".contains($0) })
        for directive in PolicyDirective.allCases { #expect(manual.contains(Substring(directive.rawValue))) }
    }
}
