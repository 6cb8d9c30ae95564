import Inventory
import Reach
import SSH

/// The sessions that one set of keys has opened, for the tunnels of the background process and for its visitors.
actor Household {
    /// One login a bastion and one a host and account.
    let pool: SessionPool
    private let rooms: Rooms
    private let identities: [String]
    private var known: (file: String, options: ReachOptions)?

    init(_ rooms: Rooms, identities: [String], pool: SessionPool = SessionPool(idle: .seconds(600))) {
        self.pool = pool
        self.rooms = rooms
        self.identities = identities
    }

    /// How hosts are reached, for a login that a visitor needs and nobody has made yet.
    ///
    /// - Parameter file: SHA-256 of levels.yaml.
    func options(_ inventory: Inventory, file: String) async throws -> ReachOptions {
        if let known, known.file == file { return known.options }
        var options = try await rooms.reach(inventory, identities) { _ in }
        options.pool = pool
        known = (file, options)
        return options
    }

    /// After a login that failed: an agent may have learnt another key by the next time.
    func forget() { known = nil }
}
