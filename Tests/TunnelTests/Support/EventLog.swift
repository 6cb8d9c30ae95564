import Synchronization
import Tunnel

/// All that a tunnel has told, to be looked at or waited for.
final class EventLog: Sendable {
    private struct State {
        var events: [TunnelEvent] = []
        var readers: [AsyncStream<TunnelEvent>.Continuation] = []
    }

    private let state = Mutex(State())

    func note(_ event: TunnelEvent) {
        let readers = state.withLock { state in
            state.events.append(event)
            return state.readers
        }
        for reader in readers { reader.yield(event) }
    }

    var all: [TunnelEvent] { state.withLock { $0.events } }

    /// How many there have been: a place from which to wait.
    var count: Int { state.withLock { $0.events.count } }

    /// Waits for the first event, from the given place on, of which `pick` makes something.
    func first<Value>(from place: Int = 0, _ pick: (TunnelEvent) -> Value?) async throws -> Value {
        let (stream, continuation) = AsyncStream<TunnelEvent>.makeStream()
        state.withLock { state in
            for event in state.events.dropFirst(place) { continuation.yield(event) }
            state.readers.append(continuation)
        }
        for await event in stream {
            if let value = pick(event) { return value }
        }
        throw Absent(what: "such event")
    }

    /// The host behind which the tunnel is next, from the given place on.
    func host(from place: Int = 0) async throws -> String {
        try await first(from: place) { event in
            if case .connected(.host(let name), _, _, _) = event { name } else { nil }
        }
    }

    /// Where, and why, the tunnel was lost.
    func lost(from place: Int = 0) async throws -> TunnelFailure {
        try await first(from: place) { event in
            if case .lost(let failure) = event { failure } else { nil }
        }
    }

    func recovered(from place: Int = 0) async throws {
        try await first(from: place) { event in
            if case .recovered = event { () } else { nil }
        }
    }

    func closing(from place: Int = 0) async throws -> ClosingReason {
        try await first(from: place) { event in
            if case .closing(let reason) = event { reason } else { nil }
        }
    }
}
