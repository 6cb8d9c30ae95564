/// What was found while keys were gathered, and is not offered. For the one who wonders why.
public enum IdentityNote: Hashable, Sendable {
    case agent(AgentError)
    case file(IdentityError)
    case certificate(PublicKeyBlob)
    /// The libssh2 in use cannot log in with a key in a token; nil where it does not say which it is.
    case securityKey(PublicKeyBlob, library: LibSSH2Release?)
    case unsupported(PublicKeyBlob)
    case weakRSA(PublicKeyBlob, bits: Int)
    /// A server ends a login after a number of refused keys, so no more than `limit` are offered.
    case leftOut([PublicKeyBlob], limit: Int)

    public var message: String {
        switch self {
        case .agent(let error): error.message
        case .file(let error): error.message
        case .certificate(let key): "certificate left out, certificates are not used: \(key)"
        case .securityKey(let key, let library):
            "security key left out, \(LibSSH2Release.withoutSecurityKeys(library)): \(key)"
        case .unsupported(let key): "key of an unused kind left out: \(key)"
        case .weakRSA(let key, let bits): "RSA key of only \(bits) bits left out: \(key)"
        case .leftOut(let keys, let limit):
            "\(keys.count) more keys not offered: servers take few, \(limit) are the limit; name one with --identity"
        }
    }
}
