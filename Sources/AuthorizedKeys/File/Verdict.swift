/// What sshd makes of a line.
public enum Verdict: Sendable, Hashable {
    /// Whoever holds the key gets in.
    case inForce
    /// Whoever holds a certificate that the key signed gets in; the key itself does not open anything.
    case authority
    case ignored(IgnoredReason)
    /// What is not known here decides: nobody may count on the line, and nobody may count it as gone.
    case undetermined(OpenQuestion)

    /// Whether the line may let somebody in.
    public var mayAdmit: Bool {
        if case .ignored = self { false } else { true }
    }

    /// Lower case, no final stop.
    public var message: String {
        switch self {
        case .inForce: "in force"
        case .authority: "in force, for certificates that the key signed"
        case .ignored(let reason): "ignored: \(reason.message)"
        case .undetermined(let question): "perhaps in force: \(question.message)"
        }
    }
}

/// Why sshd passes over a line.
public enum IgnoredReason: Sendable, Hashable {
    case blank
    case comment
    case unreadableKey(KeyError)
    case badOptions(OptionError)
    case principalsWithoutAuthority
    case expired
    /// An empty word in `from=`, or a network with bits behind its prefix.
    case badFrom
    case fromElsewhere
    /// Bits of the key, and those that the server requires.
    case shortRSA(Int, required: Int)
    case typeNotAccepted(KeyType)
    /// Bytes that this version reads at most.
    case lineTooLong(limit: Int)

    public var message: String {
        switch self {
        case .blank: "nothing is on the line"
        case .comment: "the line is a comment"
        case .unreadableKey(let error): error.message
        case .badOptions(let error): error.message
        case .principalsWithoutAuthority: "principals stands there without cert-authority"
        case .expired: "its expiry-time is past"
        case .badFrom: "from has an empty word in it, or a network with bits behind its prefix"
        case .fromElsewhere: "from does not have the address of this client"
        case .shortRSA(let bits, let required): "an RSA key of \(bits) bits, where the server requires \(required)"
        case .typeNotAccepted(let type): "the server does not take keys of the type \(type.rawValue)"
        case .lineTooLong(let limit): "the line is longer than the \(limit) bytes that this sshd reads"
        }
    }
}

/// What decides over a line and is not known.
public enum OpenQuestion: Sendable, Hashable {
    /// `expiry-time` without `Z`, within a day of now, and the host's time zone unknown.
    case hostClock
    /// `from=`, and nobody said where the client comes from.
    case clientAddress
    /// A port by its name, which depends on the host's `/etc/services`.
    case serviceName(String)

    public var message: String {
        switch self {
        case .hostClock: "its expiry-time is close, and in the host's own time"
        case .clientAddress: "that depends on where the client comes from"
        case .serviceName(let name): "that depends on whether the host knows a service \"\(name)\""
        }
    }
}
