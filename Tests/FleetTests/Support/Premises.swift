import Fleet
import Inventory
import LevelsLab
import Reach
import SSH
import Synchronization

@testable import LevelsLab

/// A lab on loopback, and its fleet as Alice reaches it.
struct Premises: Sendable {
    let lab: Lab
    let inventory: Inventory
    var options: ReachOptions

    var machines: [Machine] { inventory.machines }
    var hosts: [Machine] { machines.filter { $0.role == .host } }

    func machine(_ server: String) throws -> Machine {
        let server = try lab.server(server)
        guard let machine = machines.first(where: { $0.address.port == server.port }) else {
            throw LabFailure.noSuchServer(server.name, known: machines.map(\.name))
        }
        return machine
    }

    /// - Parameter change: what the lab is to be like.
    static func with(
        hosts: Int = 3, _ change: (inout LabOptions) -> Void = { _ in },
        _ body: (inout Premises) async throws -> Void
    ) async throws {
        var options = LabOptions()
        options.mode = .loopback
        options.engines = []
        options.hosts = hosts
        change(&options)
        try await Lab.with(options) { lab in
            let inventory = try Inventory.load(
                config: lab.configFile, environment: ["HOME": lab.folder], currentFolder: lab.folder
            ).inventory
            let list = try await IdentityList.gather(
                IdentityRequest(
                    named: [lab.clientKey], agent: .failure(.notConfigured), defaults: [],
                    passphrases: NoPassphrase()))
            var premises = Premises(
                lab: lab, inventory: inventory,
                options: ReachOptions(inventory: inventory, identities: list.identities))
            // The machine may be busy; a test that waits this long has failed.
            premises.options.patience.handshake = .seconds(60)
            premises.options.patience.open = .seconds(20)
            premises.options.patience.lastOpen = .seconds(20)
            try await body(&premises)
        }
    }

    /// Becomes so, within any time that a busy machine may take.
    static func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
        try await Patience.until(within: .seconds(30)) { () throws(LabFailure) in (try? await condition()) == true }
    }
}

/// What was told, in order.
final class EventList<Event: Sendable>: Sendable {
    private let list = Mutex<[Event]>([])

    func note(_ event: Event) { list.withLock { $0.append(event) } }
    var events: [Event] { list.withLock { $0 } }
}
