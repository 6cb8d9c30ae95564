import Inventory
import NIOCore
import NIOPosix
import SSH
import Testing

@testable import Fleet
@testable import LevelsLab
@testable import Reach

/// Bastions that are dead, lost, or others than they should be.
extension ReachTests {
    @Test("where a bastion is dead the next one carries all")
    func failover() async throws {
        try await Premises.with { here in
            try await here.lab.server("bastion-a").kill()
            let visits = await withReach(here.machines, here.options) { await output(of: $0) }
            let dead = try here.machine("bastion-a")
            for visit in visits {
                switch visit.result {
                case .success: #expect(visit.machine != dead)
                case .failure(let failure):
                    #expect(visit.machine == dead)
                    guard case .down = failure.reason else {
                        Issue.record("\(failure)")
                        continue
                    }
                }
            }
            #expect(try here.lab.server("bastion-b").logins().count == 1)
        }
    }

    @Test("where no bastion is there, that is what every host says, and none is dialled again for each")
    func noBastion() async throws {
        try await Premises.with { here in
            for bastion in here.lab.bastions { try await bastion.kill() }
            for visit in await withReach(here.hosts, here.options, body: { _ in }) {
                guard case .failure(let failure) = visit.result, case .noBastion(_, .down) = failure.reason else {
                    Issue.record("\(visit)")
                    continue
                }
                #expect(failure.exit == .unavailable)
            }
        }
    }

    @Test("an impostor is sent nothing to log in with")
    func impostor() async throws {
        try await Premises.with { here in
            let host = try here.lab.server("host-1")
            try await host.becomeImpostor()
            let mark = host.logMark()
            let machine = try here.machine("host-1")
            for visit in await withReach(here.hosts, here.options, body: { _ in }) {
                guard visit.machine == machine else {
                    #expect((try? visit.result.get()) != nil)
                    continue
                }
                guard case .failure(let failure) = visit.result, case .hostKey(.changed, _) = failure.reason else {
                    Issue.record("\(visit)")
                    continue
                }
                #expect(failure.exit == .protocolMismatch)
                #expect(failure.tries == 1)
            }
            let log = LabLog(path: host.logFile).lines(since: mark).joined(separator: "\n")
            #expect(log.contains("Connection from"))
            #expect(!log.contains("publickey") && !log.contains("authenticating user"), "\(log)")
        }
    }

    @Test("an impostor in a bastion's place is not gone round")
    func impostorBastion() async throws {
        try await Premises.with { here in
            try await here.lab.server("bastion-a").becomeImpostor()
            for visit in await withReach(here.hosts, here.options, body: { _ in }) {
                guard case .failure(let failure) = visit.result, case .noBastion(_, .hostKey) = failure.reason else {
                    Issue.record("\(visit)")
                    continue
                }
                #expect(failure.exit == .protocolMismatch)
            }
            #expect(try here.lab.server("bastion-b").logins().isEmpty)
        }
    }

    @Test("a bastion that is lost in the midst of it is replaced, and those who were under way come again")
    func lost() async throws {
        try await Premises.with(hosts: 8) { here in
            here.options.logins = (1, 1)
            let bastion = try here.lab.server("bastion-a")
            let visits = await withReach(here.hosts, here.options) { reached in
                // Whoever is first there ends it.
                if bastion.isRunning() { try? await bastion.kill() }
            }
            for visit in visits { _ = try visit.value() }
            #expect(try here.lab.server("bastion-b").logins().count == 1)
        }
    }
}
