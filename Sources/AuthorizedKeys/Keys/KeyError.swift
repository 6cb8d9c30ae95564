/// Why a text is not the public key that it should be.
public enum KeyError: Error, Sendable, Hashable {
    /// Nothing that looks like a public key.
    case notAKey
    /// A control character: a line end in the middle, a tab, an escape.
    case notOneLine
    /// A private key: what must never be handed over.
    case privateKey
    case certificate(KeyType)
    /// The name, escaped and cut.
    case unknownType(String)
    case badBase64
    case malformed(Malformation)

    public var message: String {
        switch self {
        case .notAKey: "this is no public key: that is a type, a space and base64"
        case .notOneLine: "a public key is one line, without control characters"
        case .privateKey: "this is a private key, which nobody but its owner may ever see"
        case .certificate(let type): "this is a certificate (\(type.certificateName)), not a key"
        case .unknownType(let name): "\"\(name)\" is no type of key that OpenSSH knows"
        case .badBase64: "the base64 of the key is damaged"
        case .malformed(let malformation): malformation.message
        }
    }

    public var hint: String {
        switch self {
        case .privateKey: "make a new pair with: ssh-keygen -t ed25519; this one is lost"
        case .certificate: "give the key that was certified, from the .pub file without -cert in its name"
        case .malformed(.modulusTooShort), .unknownType: "make a new pair with: ssh-keygen -t ed25519"
        case .notAKey, .notOneLine, .badBase64, .malformed: "give the whole line of the .pub file, as it is"
        }
    }
}

/// What is wrong with the bytes inside the base64 of a key.
public enum Malformation: Sendable, Hashable {
    case cutShort
    /// The type inside, escaped, is not the one in front.
    case otherType(String)
    case trailingBytes
    case badLength
    /// Readable, but not as OpenSSH writes it: superfluous zeros, another name of the type.
    case notCanonical
    case negativeNumber
    case otherCurve
    case pointNotOnCurve
    /// Bits of an RSA modulus that sshd does not even read.
    case modulusTooShort(Int)
    case tooLarge

    public var message: String {
        switch self {
        case .cutShort: "the key is cut short"
        case .otherType(let name): "the type inside the key is \(name), and another one stands in front"
        case .trailingBytes: "something follows the key inside its base64"
        case .badLength: "a field inside the key has a length that no such key has"
        case .notCanonical: "the key is not written as OpenSSH writes it"
        case .negativeNumber: "a number inside the key is negative"
        case .otherCurve: "the curve inside the key is not the one of its type"
        case .pointNotOnCurve: "the point inside the key is none that OpenSSH takes on its curve"
        case .modulusTooShort(let bits): "an RSA key of \(bits) bits is too short for any sshd"
        case .tooLarge: "the key is larger than any that OpenSSH reads"
        }
    }
}
