import Inventory
import NIOCore
import NIOPosix
import SSH
import Testing

@testable import Fleet
@testable import LevelsLab
@testable import Reach

/// Logins that are refused, and those that are dropped.
extension ReachTests {
    @Test("a key that is refused is refused once")
    func refused() async throws {
        try await Premises.with { here in
            try await here.lab.server("host-1").put(.text(""), for: here.lab.adminUser)
            let machine = try here.machine("host-1")
            let visit = try #require(await withReach([machine], here.options) { _ in }.first)
            guard case .failure(let failure) = visit.result, case .refused(let user, 1) = failure.reason else {
                Issue.record("\(visit)")
                return
            }
            #expect(user == here.lab.adminUser)
            #expect(failure.tries == 1)
            #expect(failure.exit == .refused)
        }
    }

    @Test("a login that was dropped for being one too many is tried again, and gets in")
    func crowded() async throws {
        try await Premises.with {
            $0.hostConfig = ["MaxStartups 1:100:1"]
        } _: { here in
            let machine = try here.machine("host-1")
            let group = MultiThreadedEventLoopGroup.singleton
            let idler = try await ClientBootstrap(group: group)
                .connect(host: "127.0.0.1", port: machine.address.port).get()
            let host = try here.lab.server("host-1")
            // Its connection, and one that asked for the greeting when the server was started.
            #expect(try await Premises.eventually { host.connections() == 2 })
            let retries = EventList<Unreached.Reason>()
            let visit = try #require(
                await withReach([machine], here.options) { event in
                    guard case .retrying(_, let reason, _) = event else { return }
                    retries.note(reason)
                    idler.close(promise: nil)
                } body: {
                    $0.tries
                }.first)
            let tries = try visit.value()
            #expect(tries == retries.events.count + 1)
            guard case .dropped? = retries.events.first else {
                Issue.record("\(retries.events)")
                return
            }
            #expect(host.drops() >= 1)
        }
    }

    @Test("a server that drops every login is given up after so many")
    func alwaysCrowded() async throws {
        try await Premises.with {
            $0.hostConfig = ["MaxStartups 1:100:1"]
        } _: { here in
            here.options.patience.tries = 3
            here.options.patience.firstPause = .milliseconds(10)
            // From 9.8 on sshd has the same words for a fine, which would be waited for.
            here.options.patience.forgiveness = .zero
            let machine = try here.machine("host-1")
            let idler = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: machine.address.port).get()
            let host = try here.lab.server("host-1")
            #expect(try await Premises.eventually { host.connections() == 2 })
            let visit = try #require(await withReach([machine], here.options) { _ in }.first)
            try await idler.close()
            guard case .failure(let failure) = visit.result, case .dropped = failure.reason else {
                Issue.record("\(visit)")
                return
            }
            #expect(failure.tries == 3)
            #expect(failure.exit == .tryAgain)
        }
    }
}
