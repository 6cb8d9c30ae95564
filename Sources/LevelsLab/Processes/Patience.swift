/// Waits for what another process does. There is nothing to be told by, so the thing itself is asked, again and again,
/// until it is so or the time is over.
enum Patience {
    /// - Returns: whether it became so within the time.
    static func until(
        within limit: Duration, every pause: Duration = .milliseconds(10),
        _ condition: () async throws(LabFailure) -> Bool
    ) async throws(LabFailure) -> Bool {
        let end = ContinuousClock.now + limit
        while true {
            if try await condition() { return true }
            if ContinuousClock.now >= end { return false }
            // What is waited for belongs to another process, which tells nobody.
            do { try await Task.sleep(for: pause) } catch { throw .interrupted }
        }
    }
}
