import Inventory
import Testing

@testable import Fleet

struct AuditIsolationTests {
    private func report(_ outcomes: [CrossingOutcome]) throws -> IsolationReport {
        let address = try HostPort("10.0.0.1:22")
        let from = Machine(
            role: .host, vpc: "test", name: "host-1", address: address, hostKeys: [], environments: ["dev"],
            foreign: .keep)
        return IsolationReport(
            results: try outcomes.enumerated().map { number, outcome in
                let target = try HostPort("10.9.0.\(number + 1):22")
                return CrossingResult(
                    crossing: Crossing(from: from, to: .init(kind: .host, vpc: "prod", address: target)),
                    outcome: outcome)
            }, left: [])
    }

    @Test(arguments: [
        ([CrossingOutcome.shut("no answer")], "1 tried, shut", AuditLine.Verdict.asDeclared),
        ([.shut("no answer"), .shut("no way")], "2 tried, all shut", .asDeclared),
        ([.shut("no answer"), .open], "1 of 2 shut", .differs),
        ([.shut("no answer"), .answered, .untested("why")], "1 of 3 shut, 1 not tried", .differs),
        ([.shut("no answer"), .untested("why")], "1 of 2 shut, 1 not tried", .notMeasured),
        ([.open], "0 of 1 shut", .differs),
    ])
    func theLineOfTwoVPCsIsAsDeclaredOnlyWhereAllIsShut(
        outcomes: [CrossingOutcome], measured: String, verdict: AuditLine.Verdict
    ) throws {
        let lines = AuditLine.isolation(try report(outcomes))
        #expect(lines.first?.subject == "from test to prod")
        #expect(lines.first?.measured == measured && lines.first?.verdict == verdict)
        // And one for each way that is not.
        #expect(lines.count == 1 + outcomes.count { if case .shut = $0 { false } else { true } })
    }

    @Test func programsAreToldOfEveryWayWhetherItIsRefusedOrAFinding() throws {
        let fact = try report([.shut("no answer"), .open, .answered, .untested("why")]).fact
        guard case .list(let crossings)? = fact["crossings"] else {
            Issue.record("no crossings")
            return
        }
        #expect(crossings.map { $0["verdict"] } == ["refused", "finding", "finding", "not-measured"])
        #expect(crossings.map { $0["outcome"] } == ["shut", "open", "answered", "untested"])
        #expect(crossings.allSatisfy { $0["from"] == "host-1" && $0["fromVpc"] == "test" && $0["toVpc"] == "prod" })
        #expect(crossings.first?["to"] == "10.9.0.1:22")
    }
}
