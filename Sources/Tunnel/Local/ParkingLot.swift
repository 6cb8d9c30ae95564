import NIOCore

/// Clients that wait for a way through, each for its own time. Confined to the tunnel.
final class ParkingLot {
    private final class Place {
        var continuation: CheckedContinuation<Bool, Never>?
        var alarm: Scheduled<Void>?

        func leave(served: Bool) {
            alarm?.cancel()
            continuation?.resume(returning: served)
            continuation = nil
        }
    }

    private var places: [Place] = []

    /// True when there is a way through; false when the time is up, or there never will be one.
    func wait(until deadline: ContinuousClock.Instant, on loop: any EventLoop) async -> Bool {
        let left = deadline - .now
        guard left > .zero else { return false }
        let place = Place()
        places.append(place)
        defer { places.removeAll { $0 === place } }
        return await withCheckedContinuation { continuation in
            place.continuation = continuation
            place.alarm = loop.assumeIsolated().scheduleTask(in: .nanoseconds(left.nanoseconds)) {
                place.leave(served: false)
            }
        }
    }

    /// Lets everybody go on.
    func release() {
        for place in places { place.leave(served: true) }
    }

    /// Turns everybody away.
    func emptyOut() {
        for place in places { place.leave(served: false) }
    }
}
