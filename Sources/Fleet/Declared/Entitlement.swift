internal import Inventory

/// What a key may do in one account of one machine.
struct Entitlement: Equatable {
    /// A terminal and commands, file transfer among them.
    var canRun = false
    /// The only endpoints that may be forwarded to; in the order in which levels.yaml has them, each once.
    var forwards: [HostPort] = []

    /// Whether lines of the journal may be handed to the machine's syslog.
    var canLog = false

    var isNothing: Bool { !canRun && forwards.isEmpty }

    /// One account may serve two purposes, and one machine two environments. sshd goes by the first line that fits a key,
    /// so there is one, and it says everything.
    mutating func add(_ other: Entitlement) {
        canRun = canRun || other.canRun
        canLog = canLog || other.canLog
        // A database may have one endpoint for writing and for reading.
        var known = Set(forwards)
        forwards += other.forwards.filter { known.insert($0).inserted }
    }
}
