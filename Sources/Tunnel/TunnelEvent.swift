public import SSH

/// What a tunnel tells whoever watches it: enough to render a progress line, a JSON event, or a journal entry.
///
/// Text that came from a server is raw here; whoever prints it escapes it.
public enum TunnelEvent: Sendable {
    /// Keys that were found and are not offered, and why; already escaped.
    case keyNotes([String])
    case dialling(Hop)
    /// A hop is authenticated; `algorithms` is what was negotiated, for `-v`, and `key` what it was logged in to with.
    case connected(Hop, took: Duration, algorithms: String, key: PublicKeyBlob?)
    /// The local end accepts; clients that come before `ready` wait.
    case listening(LocalEndpoint)
    /// Both hops and the database have answered.
    case ready(LocalEndpoint, took: Duration)
    /// A route was given up and another is tried.
    case failedOver(from: Hop, reason: TunnelFailure)
    /// A tunnel that was up is down; clients are parked.
    case lost(TunnelFailure)
    case reconnecting(attempt: Int, after: Duration)
    case recovered(took: Duration)
    case clientOpened(id: Int)
    case clientClosed(id: Int, received: UInt64, sent: UInt64, after: Duration, reason: String)
    /// Somebody else's process connected to the listener, and was turned away.
    case clientRefused(reason: String)
    case closing(ClosingReason)
}

public enum ClosingReason: Sendable, Hashable {
    /// The body that was given to ``withTunnel`` has ended.
    case finished
    /// `--for` has run out.
    case lease
    /// `--idle` has run out.
    case idle
    case failed
}

/// The local end of a tunnel.
public enum LocalEndpoint: Sendable, Hashable {
    /// A port of 127.0.0.1.
    case loopback(port: Int)
    /// A Unix socket in a folder that is the user's alone.
    case unix(path: String)
}
