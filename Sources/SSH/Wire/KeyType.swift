/// The kinds of keys that we use, by the names they bear on the wire (RFC 8332, RFC 5656, RFC 8709, OpenSSH's
/// PROTOCOL.u2f).
public enum KeyType {
    public static let ed25519 = "ssh-ed25519"
    public static let ecdsa256 = "ecdsa-sha2-nistp256"
    public static let ecdsa384 = "ecdsa-sha2-nistp384"
    public static let ecdsa521 = "ecdsa-sha2-nistp521"
    public static let rsa = "ssh-rsa"
    public static let skED25519 = "sk-ssh-ed25519@openssh.com"
    public static let skECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"

    /// RSA keys below this many bits are not used, for hosts or for people.
    public static let leastRSABits = 2048

    /// The length of an uncompressed point in bytes, nil for another curve.
    static func pointSize(curve: String) -> Int? {
        switch curve {
        case "nistp256": 65
        case "nistp384": 97
        case "nistp521": 133
        default: nil
        }
    }
}

/// How a signature is made and called. For RSA the name differs from the key's type; `ssh-rsa`, which means SHA-1, is
/// not among them.
public enum SignatureAlgorithm: String, Sendable, CaseIterable {
    case ed25519 = "ssh-ed25519"
    case ecdsa256 = "ecdsa-sha2-nistp256"
    case ecdsa384 = "ecdsa-sha2-nistp384"
    case ecdsa521 = "ecdsa-sha2-nistp521"
    case rsaSHA512 = "rsa-sha2-512"
    case rsaSHA256 = "rsa-sha2-256"
    case skED25519 = "sk-ssh-ed25519@openssh.com"
    case skECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"

    public var name: String { rawValue }

    /// What a key of this kind can sign with, the preferred one first; empty for a kind that we do not use.
    public static func possible(forKeyType type: String) -> [SignatureAlgorithm] {
        type == KeyType.rsa ? [.rsaSHA512, .rsaSHA256] : SignatureAlgorithm(rawValue: type).map { [$0] } ?? []
    }

    public var keyType: String {
        switch self {
        case .rsaSHA512, .rsaSHA256: KeyType.rsa
        default: rawValue
        }
    }
}
