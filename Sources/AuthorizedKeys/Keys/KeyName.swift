/// What a name in front of a key, or inside it, means to sshd.
enum KeyName: Sendable, Hashable {
    case plain(KeyType)
    case certificate(KeyType)

    /// In front of a key. Besides the names of keys sshd takes those of signature algorithms there.
    static func outer(_ name: some Collection<UInt8>) -> KeyName? { byName[Array(name)] }

    /// Inside a blob, where sshd also takes the short names, in any case: `RSA` for `ssh-rsa`. Of the kinds with a
    /// curve it does not, since such a name has none.
    static func inner(_ name: some Collection<UInt8>) -> KeyName? {
        if let known = byName[Array(name)] { return known }
        // Bytes, not characters: the long s is an S to Unicode, and none to strcasecmp(3).
        let upper = name.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        return [KeyType.ed25519, .rsa, .securityKeyEd25519, .dsa].first { $0.shortName.utf8.elementsEqual(upper) }
            .map(plain)
    }

    private static let byName: [[UInt8]: KeyName] = {
        var names: [[UInt8]: KeyName] = [:]
        for type in KeyType.allCases {
            names[Array(type.rawValue.utf8)] = .plain(type)
            names[Array(type.certificateName.utf8)] = .certificate(type)
        }
        for hash in ["rsa-sha2-256", "rsa-sha2-512"] {
            names[Array(hash.utf8)] = .plain(.rsa)
            names[Array((hash + "-cert-v01@openssh.com").utf8)] = .certificate(.rsa)
        }
        names[Array("webauthn-sk-ecdsa-sha2-nistp256@openssh.com".utf8)] = .plain(.securityKeyECDSA)
        return names
    }()
}
