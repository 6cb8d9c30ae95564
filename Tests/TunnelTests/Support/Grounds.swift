import Inventory
import LevelsLab
import SSH
import Testing
import Tunnel

/// A lab, and servers of ours that its hosts may forward to.
struct Grounds: Sendable {
    let lab: Lab
    let echo: FarServer
    let meeting: Meeting

    @TaskLocal private static var here: Grounds?

    /// Those of the suite that the running test belongs to.
    static var current: Grounds {
        get throws { try #require(here, "the suite needs the trait .grounds") }
    }

    /// - Parameter change: what the lab is to have besides.
    static func with(
        _ change: @Sendable (inout LabOptions) -> Void = { _ in }, _ body: @Sendable (Grounds) async throws -> Void
    ) async throws {
        let echo = try await FarServer.echo()
        let meeting = try await Meeting()
        var options = LabOptions()
        options.mode = .loopback
        options.engines = []
        options.targets = [
            LabTarget(name: "echo", host: "127.0.0.1", port: echo.port),
            LabTarget(name: "meeting", host: "127.0.0.1", port: meeting.server.port),
        ]
        change(&options)
        try await Lab.with(options) { lab in
            let grounds = Grounds(lab: lab, echo: echo, meeting: meeting)
            try await $here.withValue(grounds) { try await body(grounds) }
        }
        await echo.stop()
        await meeting.server.stop()
    }

    /// A tunnel to what levels.yaml declares under this name, on a port that the kernel chooses.
    func options(_ name: String = "echo") throws -> TunnelOptions {
        let file = try InventoryFile.find(config: lab.configFile, variable: nil, from: "/")
        let inventory = try Inventory.read(file, home: nil).inventory
        let environment = try #require(inventory.environment(named: "dev"))
        let vpc = try #require(inventory.vpc(of: environment))
        let database = try #require(environment.database(named: name))
        return TunnelOptions(
            inventory: inventory, environment: environment, vpc: vpc, database: database, target: database.writer,
            local: .loopback(port: nil), knownHosts: [],
            identities: IdentityRequest(
                configured: inventory.identities, agent: .failure(.notConfigured), defaults: [],
                passphrases: NoPassphrase()))
    }

    /// Opens a tunnel with all that it tells written down.
    func tunnel<Value: Sendable>(
        _ options: TunnelOptions, _ body: @Sendable (Tunnel, EventLog) async throws -> Value
    ) async throws -> Value {
        let log = EventLog()
        return try await withTunnel(options, onEvent: log.note) { try await body($0, log) }
    }

    /// Has every server run and answer, whatever the test before has done to it.
    func mend() async throws {
        for server in lab.servers {
            if server.isRunning() { try server.resume() } else { try await server.start() }
        }
    }
}

/// Gives a suite its ``Grounds``; its tests come one after the other if they do anything to the servers.
struct GroundsTrait: SuiteTrait, TestScoping {
    let change: @Sendable (inout LabOptions) -> Void

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await Grounds.with(change) { _ in try await function() }
    }
}

extension Trait where Self == GroundsTrait {
    static var grounds: GroundsTrait { GroundsTrait { _ in } }

    static func grounds(_ change: @escaping @Sendable (inout LabOptions) -> Void) -> GroundsTrait {
        GroundsTrait(change: change)
    }
}
