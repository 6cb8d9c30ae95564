import Inventory
import NIOCore
import NIOPosix
import SSH
import Testing

@testable import Fleet
@testable import LevelsLab
@testable import Reach

/// Reaching real servers through a real bastion.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ReachTests {
    @Test("every machine is reached over one login at the bastion, and a script runs there")
    func all() async throws {
        try await Premises.with(hosts: 12) { here in
            let visits = await withReach(here.machines, here.options) { reached in
                await output(of: reached)
            }
            #expect(visits.map(\.machine) == here.machines)
            for visit in visits {
                let said = try visit.value()
                #expect(said == "hello, \(visit.machine.role.rawValue)")
            }
            for bastion in here.lab.bastions {
                #expect(bastion.logins().count == 1)
                // One that starts a server asks it for its greeting.
                #expect(bastion.connections() == 2)
            }
            for host in here.lab.hosts { #expect(host.logins().count == 1) }
        }
    }

    @Test("what a server greets with is known")
    func version() async throws {
        try await Premises.with { here in
            let visits = await withReach(here.hosts, here.options) { ($0.greeting, $0.version) }
            for visit in visits {
                let (greeting, version) = try visit.value()
                #expect(greeting.hasPrefix("SSH-2.0-OpenSSH_"))
                #expect(version != nil)
            }
        }
    }

    @Test("a host that hangs and one that is dead delay nobody, and are told apart")
    func slow() async throws {
        try await Premises.with(hosts: 8) { here in
            here.options.patience.handshake = .seconds(8)
            here.options.logins = (2, 2)
            let (hung, dead) = (try here.machine("host-1"), try here.machine("host-2"))
            try here.lab.server("host-1").pause()
            try await here.lab.server("host-2").kill()
            let order = EventList<Machine>()
            let visits = await withReach(here.hosts, here.options) {
                if case .unreached(let unreached) = $0 { order.note(unreached.machine) }
            } body: { reached in
                order.note(reached.machine)
            }
            try here.lab.server("host-1").resume()
            #expect(order.events.count == 8)
            #expect(order.events.last == hung)
            for visit in visits {
                switch (visit.machine, visit.result) {
                case (hung, .failure(let failure)):
                    guard case .timedOut(.handshake) = failure.reason else {
                        Issue.record("\(failure)")
                        continue
                    }
                    #expect(failure.exit == .unavailable)
                case (dead, .failure(let failure)):
                    guard case .down = failure.reason else {
                        Issue.record("\(failure)")
                        continue
                    }
                    #expect(failure.exit == .unavailable)
                case (hung, .success), (dead, .success): Issue.record("\(visit.machine.name) was reached")
                case (_, .failure(let failure)): Issue.record("\(failure)")
                case (_, .success): continue
                }
            }
        }
    }

    @Test("hosts that a packet filter hides are put off until the others are through")
    func silent() async throws {
        try await Premises.with(hosts: 6) { here in
            here.options.patience.open = .seconds(2)
            here.options.patience.lastOpen = .milliseconds(500)
            try await here.lab.server("host-1").kill()
            let group = MultiThreadedEventLoopGroup.singleton
            let port = try here.lab.server("host-1").port
            let narrow = try await ServerBootstrap(group: group).serverChannelOption(.backlog, value: 0)
                .serverChannelOption(.autoRead, value: false)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: "127.0.0.1", port: port).get()
            let filler = try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: port).get()
            let visits = await withReach(here.hosts, here.options) { _ in }
            try await filler.close()
            try await narrow.close()
            let hidden = try here.machine("host-1")
            for visit in visits {
                guard case .failure(let failure) = visit.result else {
                    #expect(visit.machine != hidden)
                    continue
                }
                #expect(visit.machine == hidden)
                guard case .timedOut(.open) = failure.reason else {
                    Issue.record("\(failure)")
                    continue
                }
            }
            #expect(here.lab.bastions.map { $0.logins().count } == [1, 0])
        }
    }

    @Test("a fresh login is one, at hosts and at the bastion that carries all")
    func fresh() async throws {
        try await Premises.with { here in
            let machines = [try here.machine("bastion-a"), try here.machine("host-1")]
            let visits = await withReach(machines, here.options) { reached -> String? in
                try? await reached.withFreshLogin { await output(of: $0, saying: "again") }
            }
            for visit in visits {
                let said = try visit.value()
                #expect(said == "again")
            }
            #expect(try here.lab.server("bastion-a").logins().count == 2)
            #expect(try here.lab.server("host-1").logins().count == 2)
        }
    }

    @Test("a run that is cancelled leaves no connection")
    func cancelled() async throws {
        try await Premises.with(hosts: 6) { here in
            let (hosts, options) = (here.hosts, here.options)
            let begun = AsyncStream<Void>.makeStream()
            let run = Task {
                await withReach(hosts, options) { reached in
                    begun.continuation.yield()
                    _ = try? await reached.session.run("sleep 1000", limit: 100, within: .seconds(1000))
                }
            }
            for await _ in begun.stream { break }
            run.cancel()
            #expect(await run.value.count == 6)
            for server in here.lab.bastions + here.lab.hosts {
                let isEmpty = try await Premises.eventually { try server.sessions().isEmpty }
                #expect(isEmpty)
            }
        }
    }

    @Test("one that is told to stop begins nothing more, and lets what is under way come to its end")
    func stopping() async throws {
        try await Premises.with(hosts: 6) { here in
            here.options.logins = (1, 1)
            here.options.openMachines = 1
            let done = EventList<Machine>()
            here.options.isStopping = { !done.events.isEmpty }
            let visits = await withReach(here.hosts, here.options) { reached in
                _ = await output(of: reached)
                done.note(reached.machine)
            }
            #expect(done.events.count == 1)
            #expect(visits.count { $0.isInterrupted } == 5)
        }
    }
}
