import Inventory
import LevelsLab
import Reach
import SSH
import Testing

@testable import Fleet

/// What a real sshd answers that is asked to cross.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct IsolationTests {
    @Test("whoever answers is open, a refusal is told as one, and what was not tried is not called shut")
    func outcomes() async throws {
        try await Premises.with { here in
            try await here.lab.server("host-3").kill()
            let (other, dead) = (here.hosts[1].address, try here.machine("host-3").address)
            // As PostgreSQL does.
            try await TCPServer.with(.silence) { server in
                let silent = try HostPort("127.0.0.1:\(server.port)")
                let targets = [other, dead, try HostPort("nowhere.invalid:22"), silent]
                let visits = await withReach([here.hosts[0]], here.options) { reached in
                    await CrossingTrial(session: reached.session).run(targets)
                }
                let outcomes = try #require(visits.first).result.get()
                #expect(outcomes == [.open, .answered, .untested("its name is not known there"), .open])
            }
        }
    }

    @Test("a key that may forward nothing tries all the same")
    func forbidden() async throws {
        try await Premises.with {
            $0.hostConfig = ["AllowTcpForwarding no"]
        } _: { here in
            let target = here.hosts[1].address
            let visits = await withReach([here.hosts[0]], here.options) { reached in
                await CrossingTrial(session: reached.session).run([target])
            }
            let outcomes = try #require(visits.first).result.get()
            #expect(outcomes == [.open])
        }
    }

    @Test("a machine that cannot be reached leaves its crossings untested, and the report says so")
    func unreached() async throws {
        try await Premises.with { here in
            let machine = try here.machine("host-1")
            try await here.lab.server("host-1").kill()
            let target = Crossing.Target(kind: .host, vpc: "other", address: here.hosts[1].address)
            let plan = CrossingPlan(crossings: [machine: [Crossing(from: machine, to: target)]], left: [])
            let report = await isolation(plan, here.options)
            #expect(report.untested.count == 1 && report.findings.isEmpty && report.exit == .tryAgain)
            #expect(report.text.last == "0 ways between VPCs shut, 0 open, 1 not tried")
        }
    }

    @Test("an open way is a finding, whatever else is shut")
    func finding() async throws {
        try await Premises.with { here in
            let machine = try here.machine("host-1")
            let target = Crossing.Target(kind: .host, vpc: "other", address: here.hosts[1].address)
            let plan = CrossingPlan(crossings: [machine: [Crossing(from: machine, to: target)]], left: [])
            let report = await isolation(plan, here.options)
            #expect(report.findings.map(\.crossing.to) == [target] && report.exit == .difference)
            #expect(report.text.first?.hasSuffix("of other: it answers, and must not") == true)
        }
    }
}
