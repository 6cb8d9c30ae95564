/// What passed over one client's connection.
struct ClientTraffic: Sendable {
    private(set) var bytesReceived: UInt64 = 0
    private(set) var bytesSent: UInt64 = 0
    private(set) var lastActivity = ContinuousClock.now
    let opened = ContinuousClock.now
    /// The last word was the client's: something is being asked, or worked on, and no answer has come.
    private(set) var awaitsAnswer = false

    mutating func sent(_ count: Int) {
        bytesSent += UInt64(count)
        lastActivity = .now
        awaitsAnswer = true
    }

    mutating func received(_ count: Int) {
        bytesReceived += UInt64(count)
        lastActivity = .now
        awaitsAnswer = false
    }
}
