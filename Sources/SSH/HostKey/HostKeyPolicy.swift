/// Which keys a host may present: those pinned for it, or else those that known_hosts files hold for it.
///
/// Pinned keys are the declared door, and shut all others: where there are any, files only add revocations. There is no
/// way to learn a key here, and no switch to accept an unknown one.
public struct HostKeyPolicy: Sendable {
    public let pinned: [PublicKeyBlob]
    public let knownHosts: [KnownHosts]

    public init(pinned: [PublicKeyBlob] = [], knownHosts: [KnownHosts] = []) {
        self.pinned = pinned
        self.knownHosts = knownHosts
    }

    /// Judges the key that a server presented. `host` is the name or address as it was asked for, not as it was
    /// resolved.
    public func verdict(host: String, port: Int, key: PublicKeyBlob) -> HostKeyVerdict {
        let lines = lines(host: host, port: port)
        if let revoked = lines.first(where: { $0.entry.marker == .revoked && $0.entry.key == key }) {
            return .revoked(revoked.source)
        }
        let expected = expected(lines)
        if let match = expected.first(where: { $0.key == key }) { return .matches(match.source) }
        return expected.isEmpty ? .unknownHost : .changed(expected: expected)
    }

    /// The kinds of host keys to ask the server for, so that it presents one that we can compare, best first; empty
    /// where nothing is known. A revoked key does not count, and an RSA key that is too short does not either.
    public func keyTypes(host: String, port: Int) -> [String] {
        let lines = lines(host: host, port: port)
        let revoked = Set(lines.filter { $0.entry.marker == .revoked }.map(\.entry.key))
        let held = expected(lines).map(\.key).filter { key in
            !revoked.contains(key) && (key.modulusBits ?? .max) >= KeyType.leastRSABits
        }
        let types = Set(held.map(\.type))
        return Self.preference.filter(types.contains)
    }

    /// The names under which the keys of these kinds are negotiated: a kind is not an algorithm where it is RSA, and
    /// `ssh-rsa` as an algorithm means SHA-1, which is not asked for.
    public static func algorithms(forKeyTypes types: [String]) -> [String] {
        types.flatMap { SignatureAlgorithm.possible(forKeyType: $0).map(\.name) }
    }

    private static let preference = [
        KeyType.ed25519, KeyType.ecdsa256, KeyType.ecdsa384, KeyType.ecdsa521, KeyType.rsa,
    ]

    private struct Line {
        let entry: KnownHosts.Entry
        let source: HostKeySource
    }

    private func lines(host: String, port: Int) -> [Line] {
        let name = KnownHosts.lookupName(host: host, port: port)
        return knownHosts.flatMap { file in
            file.entries.lazy.filter { $0.matches(name) }
                .map { Line(entry: $0, source: .file(path: file.path, line: $0.line)) }
        }
    }

    private func expected(_ lines: [Line]) -> [ExpectedHostKey] {
        if !pinned.isEmpty { return pinned.map { ExpectedHostKey(key: $0, source: .pinned) } }
        return lines.filter { $0.entry.marker == nil }.map { ExpectedHostKey(key: $0.entry.key, source: $0.source) }
    }
}
