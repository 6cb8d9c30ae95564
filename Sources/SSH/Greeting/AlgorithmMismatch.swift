/// A kind of algorithm of which client and server share none (RFC 4253 section 7.1), so that no connection is possible.
public struct AlgorithmMismatch: Error, Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case keyExchange = "key exchange"
        case hostKey = "host key"
        case cipherToServer = "cipher to the server"
        case cipherToClient = "cipher from the server"
        case macToServer = "MAC to the server"
        case macToClient = "MAC from the server"
        case compressionToServer = "compression to the server"
        case compressionToClient = "compression from the server"
    }

    public let kind: Kind
    public let ours: [String]
    public let theirs: [String]

    /// The first libssh2 release that has something the server offers of this kind, nil where no release has.
    public var helpfulRelease: LibSSH2Release? {
        theirs.compactMap { LibSSH2Release.first(with: $0, kind) }.min()
    }

    public var message: String {
        "no common \(kind.rawValue): we offer \(Self.list(ours)); the server offers \(Self.list(theirs))"
    }

    /// - Parameter running: the libssh2 in use, as `libssh2_version` gives it.
    public func hint(running: String) -> String {
        let loosen = "allow one of ours in the server's sshd_config"
        guard let release = helpfulRelease, let current = LibSSH2Release(running), release > current else {
            return loosen
        }
        return "use libssh2 \(release) or later (this is \(current)), or \(loosen)"
    }

    /// Everything that is not shared, in the order in which it is negotiated.
    public static func all(ours: AlgorithmLists, theirs: AlgorithmLists) -> [AlgorithmMismatch] {
        Kind.allCases.compactMap { kind in
            if let cipher = cipher(for: kind, ours, theirs), authenticatedCiphers.contains(cipher) { return nil }
            let mine = real(ours[kind])
            let yours = real(theirs[kind])
            return mine.contains(where: yours.contains) ? nil : AlgorithmMismatch(kind: kind, ours: mine, theirs: yours)
        }
    }

    /// These bring their own authentication, so that no MAC is negotiated.
    private static let authenticatedCiphers: Set = [
        "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com",
    ]

    /// The cipher that a MAC would go with.
    private static func cipher(for kind: Kind, _ ours: AlgorithmLists, _ theirs: AlgorithmLists) -> String? {
        switch kind {
        case .macToServer: ours.ciphersToServer.first(where: theirs.ciphersToServer.contains)
        case .macToClient: ours.ciphersToClient.first(where: theirs.ciphersToClient.contains)
        default: nil
        }
    }

    /// Without the names that stand in the key-exchange list as signals (RFC 8308, OpenSSH's strict key exchange).
    private static func real(_ names: [String]) -> [String] {
        names.filter { !$0.hasPrefix("ext-info-") && !$0.hasPrefix("kex-strict-") }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : escapedForTerminal(names.joined(separator: ", "), limit: 1024)
    }
}

extension AlgorithmLists {
    subscript(kind: AlgorithmMismatch.Kind) -> [String] {
        switch kind {
        case .keyExchange: keyExchange
        case .hostKey: hostKey
        case .cipherToServer: ciphersToServer
        case .cipherToClient: ciphersToClient
        case .macToServer: macsToServer
        case .macToClient: macsToClient
        case .compressionToServer: compressionToServer
        case .compressionToClient: compressionToClient
        }
    }
}
