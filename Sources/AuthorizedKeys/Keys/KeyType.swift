/// The kinds of public keys that OpenSSH lets a user log in with, by the names that it writes in front of them.
public enum KeyType: String, Sendable, Hashable, CaseIterable {
    case ed25519 = "ssh-ed25519"
    case ecdsa256 = "ecdsa-sha2-nistp256"
    case ecdsa384 = "ecdsa-sha2-nistp384"
    case ecdsa521 = "ecdsa-sha2-nistp521"
    case rsa = "ssh-rsa"
    case securityKeyEd25519 = "sk-ssh-ed25519@openssh.com"
    case securityKeyECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"
    /// Read, so that it can be named and refused; no OpenSSH since 7.0 takes it unless told to.
    case dsa = "ssh-dss"

    /// What sshd's log and `ssh-keygen -l` call it.
    public var shortName: String {
        switch self {
        case .ed25519: "ED25519"
        case .ecdsa256, .ecdsa384, .ecdsa521: "ECDSA"
        case .rsa: "RSA"
        case .securityKeyEd25519: "ED25519-SK"
        case .securityKeyECDSA: "ECDSA-SK"
        case .dsa: "DSA"
        }
    }

    /// Whether the private half lives in a security key (FIDO), and a person's touch can be asked for.
    public var isSecurityKey: Bool { self == .securityKeyEd25519 || self == .securityKeyECDSA }

    /// The name of a certificate for such a key (PROTOCOL.certkeys).
    public var certificateName: String {
        switch self {
        case .securityKeyEd25519: "sk-ssh-ed25519-cert-v01@openssh.com"
        case .securityKeyECDSA: "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com"
        default: rawValue + "-cert-v01@openssh.com"
        }
    }
}
