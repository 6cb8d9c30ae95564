import SSH
import Tunnel

/// What a tunnel tells, as lines for people; nil where nothing is to be said.
struct EventText: Sendable {
    /// `-v`: algorithms, and every client that comes and goes.
    let verbose: Bool

    func line(_ event: TunnelEvent) -> String? {
        switch event {
        case .keyNotes(let notes): return verbose ? notes.joined(separator: "\n") : nil
        case .dialling(let hop): return "\(hop.words): dialling"
        case .connected(let hop, let took, let algorithms, let key):
            let parts = [algorithms.isEmpty ? nil : Escaped.text(algorithms), key.map { "key \($0.fingerprint)" }]
            let details = parts.compactMap { $0 }.joined(separator: ", ")
            let detail = verbose && !details.isEmpty ? " (\(details))" : ""
            return "\(hop.words): connected in \(took.words)\(detail)"
        case .listening(let endpoint): return "listening on \(endpoint.words)"
        case .ready(let endpoint, let took): return "ready on \(endpoint.words) after \(took.words)"
        case .failedOver(let hop, let reason):
            return "\(hop.words): given up: \(Escaped.text(reason.message))"
        case .lost(let failure): return "\(failure.hop.words): lost, new clients wait: \(Escaped.text(failure.message))"
        case .reconnecting(let attempt, let after): return "attempt \(attempt) to reconnect in \(after.words)"
        case .recovered(let took): return "back after \(took.words)"
        case .clientOpened(let id): return verbose ? "client \(id): connected" : nil
        case .clientClosed(let id, let received, let sent, let after, let reason):
            guard verbose else { return nil }
            let moved = "\(ByteCount(bytes: received).words) received, \(ByteCount(bytes: sent).words) sent"
            return "client \(id): closed after \(after.words), \(moved): \(Escaped.text(reason))"
        case .clientRefused(let reason): return "refused a client: \(Escaped.text(reason))"
        case .closing(let reason):
            switch reason {
            case .lease, .idle: return reason.words
            // The caller knows the first, and the failure itself follows the second.
            case .finished, .failed: return verbose ? reason.words : nil
            }
        }
    }
}
