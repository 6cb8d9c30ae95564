import Inventory
import LevelsLab
import Testing
import Tunnel

/// Nothing is said to a machine that is not the declared one, and nothing is dialled that is out of bounds.
@Suite("trust", .serialized, .grounds, .timeLimit(.minutes(2)))
struct TrustTests {
    @Test("a bastion with another host key ends it, and is sent nothing of a login")
    func bastion() async throws {
        let grounds = try Grounds.current
        var options = try grounds.options()
        let other = options.environment.hosts.list[0].hostKeys
        options.declare(bastions: options.vpc.bastions.map { Bastion(address: $0.address, hostKeys: other) })
        let hop = Hop.bastion(options.vpc.bastions[0].address.description)
        try await isRefused(options, at: hop, whoseLogIs: try grounds.lab.server("bastion-a"))
    }

    @Test("a host with another host key ends it, and is sent nothing of a login")
    func host() async throws {
        let grounds = try Grounds.current
        var options = try grounds.options()
        let hosts = options.environment.hosts
        let list = hosts.list.map { host in
            Host(
                name: host.name, address: host.address, hostKeys: options.vpc.bastions[0].hostKeys,
                databaseReachable: true)
        }
        options.declare(hosts: HostGroup(user: hosts.user, list: list))
        try await isRefused(options, at: .host("host-1"), whoseLogIs: try grounds.lab.server("host-1"))
    }

    private func isRefused(_ options: TunnelOptions, at hop: Hop, whoseLogIs server: LabServer) async throws {
        var options = options
        // A machine that is busy with other tests is not to look like a bastion that is down.
        options.patience.connect = .seconds(60)
        options.patience.handshake = .seconds(60)
        options.patience.open = .seconds(60)
        let before = server.log()
        let log = EventLog()
        let failure = await #expect(throws: TunnelFailure.self) {
            try await withTunnel(options, onEvent: log.note) { _ in }
        }
        #expect(failure?.hop == hop)
        #expect(failure?.exit == .protocolMismatch)
        #expect(failure?.message.contains("another host key than the one declared") == true)
        // It is not an outage to be routed around.
        #expect(!log.all.contains { if case .failedOver = $0 { true } else { false } })
        // What sshd writes of the connection's end comes a moment after the end.
        #expect(try await eventually { server.log().dropFirst(before.count).contains("[preauth]") })
        let written = server.log().dropFirst(before.count)
        #expect(written.contains("Connection from"))
        for word in ["publickey", "authenticating user", "Accepted", "Failed", "userauth"] {
            #expect(!written.contains(word), "\(written)")
        }
    }

    enum Stray: String, CaseIterable, CustomTestStringConvertible {
        case undeclared, outsideNetwork, foreignBastion

        var testDescription: String { rawValue }

        func mislead(_ options: inout TunnelOptions) throws {
            switch self {
            case .undeclared: options.target = try HostPort("127.0.0.1:3306")
            case .outsideNetwork: try options.declare(target: "192.0.2.1:3306", named: "elsewhere")
            case .foreignBastion:
                let other = Bastion(address: try HostPort("127.0.0.2:22"), hostKeys: options.vpc.bastions[0].hostKeys)
                options.vpc = VPC(
                    name: options.vpc.name, cidr: options.vpc.cidr, whitelist: [], bastions: [other],
                    user: options.vpc.user, admin: nil, knownHosts: [])
            }
        }
    }

    @Test("a route that leaves its network is refused before anything is dialled", arguments: Stray.allCases)
    func isolation(_ stray: Stray) async throws {
        let grounds = try Grounds.current
        var options = try grounds.options()
        try stray.mislead(&options)
        // Not whole logs: the end of an earlier connection may still be written into them.
        let before = grounds.lab.servers.map { $0.connections() }
        let log = EventLog()
        let failure = await #expect(throws: TunnelFailure.self) {
            try await withTunnel(options, onEvent: log.note) { _ in }
        }
        #expect(failure?.hop == .local)
        #expect(failure?.exit == .refused)
        #expect(failure?.hint?.contains("levels.yaml") == true)
        #expect(!log.all.contains { if case .dialling = $0 { true } else { false } })
        #expect(grounds.lab.servers.map { $0.connections() } == before)
        #expect(before.contains { $0 > 0 })
    }
}
