package import Inventory
package import Journal
package import Reach
package import SSH
package import Tunnel

/// What the commands need of the other rooms, as they need it: declared values in, events out.
package struct Rooms: Sendable {
    /// Those of this command line. A task-local value, since commands and completions are made by ArgumentParser, which
    /// has no place to hand them in.
    @TaskLocal static var current = Rooms.real

    /// What runs while a tunnel is ready; gives the exit code.
    package typealias Body = @Sendable (OpenTunnel) async throws -> Int32

    /// - Parameter say: told what was found while keys were gathered, a line each.
    package typealias Reach =
        @Sendable (
            _ inventory: Inventory, _ identities: [String], _ say: @Sendable (String) -> Void
        ) async throws -> ReachOptions

    /// Reads levels.yaml: the given file, or the one found upwards from the current folder.
    package var declared: @Sendable (_ file: String?) throws(CommandFailure) -> InventoryReading
    /// Reads levels.yaml and the roster beside it.
    package var roster: @Sendable (_ file: String?) throws(CommandFailure) -> DeclaredRoster
    /// How machines are reached: the operator's keys, gathered, and the host keys that may be trusted.
    package var reach: Reach
    /// Opens a tunnel, calls the body once it is ready, closes it; throws `TunnelFailure` or what the body throws.
    package var open:
        @Sendable (TunnelRequest, _ onEvent: @escaping @Sendable (TunnelEvent) -> Void, @escaping Body) async throws ->
            Int32

    /// Where what was done is written down.
    package var journal: @Sendable () throws(JournalError) -> JournalFile = {
        () throws(JournalError) in try JournalFile(environment: ProcessEnvironment.read())
    }

    package init(
        declared: @escaping @Sendable (_ file: String?) throws(CommandFailure) -> InventoryReading,
        roster: @escaping @Sendable (_ file: String?) throws(CommandFailure) -> DeclaredRoster = Rooms.readRoster,
        reach: @escaping Reach = Rooms.gatherReach,
        open:
            @escaping @Sendable (TunnelRequest, @escaping @Sendable (TunnelEvent) -> Void, @escaping Body) async throws
            -> Int32
    ) {
        self.declared = declared
        self.roster = roster
        self.reach = reach
        self.open = open
    }
}

/// A tunnel that is ready.
package struct OpenTunnel: Sendable {
    package var endpoint: LocalEndpoint
    /// Who is connected to it now.
    package var clients: @Sendable () async -> [LiveClient]

    package init(endpoint: LocalEndpoint, clients: @escaping @Sendable () async -> [LiveClient] = { [] }) {
        self.endpoint = endpoint
        self.clients = clients
    }
}

/// What levels.yaml and `keys/` declare about people.
package struct DeclaredRoster: Sendable {
    package var inventory: Inventory
    package var roster: Roster
    /// No errors, such as who has expired and so counts as gone.
    package var notes: [Finding]

    package init(inventory: Inventory, roster: Roster, notes: [Finding] = []) {
        self.inventory = inventory
        self.roster = roster
        self.notes = notes
    }
}

/// What a tunnel is asked for.
package struct TunnelRequest: Sendable {
    package enum Listener: Sendable, Hashable {
        /// The declared port, or one that the room chooses.
        case declared
        /// A port that the room chooses, whatever is declared.
        case any
        case port(Int)
        /// A Unix socket; without a path, one in a private folder.
        case socket(String?)
    }

    /// levels.yaml, as the inventory names it.
    package var file: String
    package var environment: String
    package var database: String
    package var useReader: Bool
    package var listener: Listener
    package var lease: Duration?
    package var idle: Duration?
    /// Keep trying to become ready for this long; nil for one attempt at every route.
    package var wait: Duration?
    package var identities: [String]
    package var reason: String?
    /// Where its sessions are shared with others.
    package var pool: SessionPool?
    /// Has a say before any client goes through.
    package var admit: @Sendable () async throws(TunnelFailure) -> Void = {}
    /// Lends a session with one of the hosts.
    package var lend: (@Sendable ([Host]) async -> LentWay?)?
}
