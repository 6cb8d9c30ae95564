/// Where it is written that a host has a key.
public enum HostKeySource: Hashable, Sendable, CustomStringConvertible {
    case pinned
    /// Lines are counted from 1.
    case file(path: String, line: Int)

    public var description: String {
        switch self {
        case .pinned: "the configuration"
        case .file(let path, let line): "\(escapedForTerminal(path)):\(line)"
        }
    }
}

/// A key that we hold a host to.
public struct ExpectedHostKey: Hashable, Sendable {
    public let key: PublicKeyBlob
    public let source: HostKeySource

    public var fingerprint: String { key.fingerprint }
}

/// What is to be thought of the key that a server presented. Only `matches` may be followed by authentication.
public enum HostKeyVerdict: Hashable, Sendable {
    case matches(HostKeySource)
    /// Nothing is known of this host: neither pinned nor in a file.
    case unknownHost
    /// Other keys than the presented one are known, of the same type or another.
    case changed(expected: [ExpectedHostKey])
    /// A line with `@revoked` names this key.
    case revoked(HostKeySource)
}

/// Why a known_hosts file could not be used.
public enum HostKeyError: Error, Hashable, Sendable {
    case unreadable(path: String, reason: String)

    public var message: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read \(escapedForTerminal(path)): \(reason)"
        }
    }

    public var hint: String {
        switch self {
        case .unreadable(let path, _): "look at it with: ls -l '\(escapedForTerminal(path))'"
        }
    }
}
