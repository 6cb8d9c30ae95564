import SSH

/// Gives memory back when a crowd of clients has gone. The allocator keeps what it once had, which after hundreds of
/// connections is several times what a tunnel needs while nobody uses it.
struct MemoryAfterCrowd {
    /// Clients at once that make a crowd.
    private static let crowd = 64
    private var most = 0

    mutating func note(clients: Int) {
        most = max(most, clients)
        guard clients == 0, most >= Self.crowd else { return }
        most = 0
        Library.trimMemory()
    }
}
