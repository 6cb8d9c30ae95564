import SSH
import Tunnel

/// What a tunnel tells, as one JSON object a line with an `event` key, for programs. Times end in `_ms`, amounts in
/// `_bytes`; a hop is `hop` (its kind) and, where it has one, `at` (its name).
struct EventJSON: Sendable {
    /// The URL of an endpoint, without a password.
    let url: @Sendable (LocalEndpoint) -> String

    func value(_ event: TunnelEvent) -> JSONValue {
        switch event {
        case .keyNotes(let notes): return Self.event("keys", [("notes", .array(notes.map { .string($0) }))])
        case .dialling(let hop): return Self.event("dialling", Self.members(hop))
        case .connected(let hop, let took, let algorithms, let key):
            return Self.event(
                "connected",
                Self.members(hop) + [("took_ms", .milliseconds(took)), ("algorithms", .string(algorithms))]
                    + (key.map { [("key", .string($0.fingerprint))] } ?? []))
        case .listening(let endpoint): return Self.event("listening", Self.members(endpoint))
        case .ready(let endpoint, let took):
            return Self.event(
                "ready",
                Self.members(endpoint) + [("url", .string(url(endpoint))), ("took_ms", .milliseconds(took))])
        case .failedOver(let hop, let reason):
            return Self.event("failed_over", Self.members(hop) + [("reason", .object(Self.members(reason)))])
        case .lost(let failure): return Self.event("lost", Self.members(failure))
        case .reconnecting(let attempt, let after):
            return Self.event("reconnecting", [("attempt", .integer(attempt)), ("after_ms", .milliseconds(after))])
        case .recovered(let took): return Self.event("recovered", [("took_ms", .milliseconds(took))])
        case .clientOpened(let id): return Self.event("client_opened", [("client", .integer(id))])
        case .clientClosed(let id, let received, let sent, let after, let reason):
            return Self.event(
                "client_closed",
                [
                    ("client", .integer(id)), ("received_bytes", .unsigned(received)), ("sent_bytes", .unsigned(sent)),
                    ("after_ms", .milliseconds(after)), ("reason", .string(reason)),
                ])
        case .clientRefused(let reason): return Self.event("client_refused", [("reason", .string(reason))])
        case .closing(let reason): return Self.event("closing", [("reason", .string(Self.name(reason)))])
        }
    }

    /// The last event of a command that failed.
    static func failed(_ failure: CommandFailure, knowing known: [String] = []) -> JSONValue {
        var members: [(String, JSONValue)] = []
        if let hop = failure.hop { members += Self.members(hop) }
        members.append(("cause", .string(failure.message)))
        let findings = failure.findings
        if !findings.isEmpty { members.append(("findings", .array(findings.map(\.json)))) }
        if let hint = failure.hint { members.append(("hint", .string(hint))) }
        if !known.isEmpty { members.append(("declared", .array(known.map { .string($0) }))) }
        members.append(("exit", .integer(Int(failure.exitCode))))
        return event("failed", members)
    }

    /// The client's end, and what the command exits with for it.
    static func clientEnded(_ outcome: ClientOutcome) -> JSONValue {
        switch outcome {
        case .exited(let code): event("client_ended", [("exit", .integer(Int(code)))])
        case .signalled(let signal):
            event("client_ended", [("signal", .integer(Int(signal))), ("exit", .integer(Int(outcome.exitCode)))])
        }
    }

    static func event(_ name: String, _ members: [(String, JSONValue)]) -> JSONValue {
        .object([("event", .string(name))] + members)
    }

    private static func members(_ hop: Hop) -> [(String, JSONValue)] {
        switch hop {
        case .local: [("hop", "local")]
        case .bastion(let address): [("hop", "bastion"), ("at", .string(address))]
        case .host(let name): [("hop", "host"), ("at", .string(name))]
        case .database(let name): [("hop", "database"), ("at", .string(name))]
        }
    }

    private static func members(_ endpoint: LocalEndpoint) -> [(String, JSONValue)] {
        switch endpoint {
        case .loopback(let port): [("host", "127.0.0.1"), ("port", .integer(port))]
        case .unix(let path): [("socket", .string(path))]
        }
    }

    static func members(_ failure: TunnelFailure) -> [(String, JSONValue)] {
        var members = members(failure.hop)
        members.append(("cause", .string(failure.message)))
        if let hint = failure.hint { members.append(("hint", .string(hint))) }
        return members
    }

    private static func name(_ reason: ClosingReason) -> String {
        switch reason {
        case .finished: "finished"
        case .lease: "lease"
        case .idle: "idle"
        case .failed: "failed"
        }
    }
}
