/// Why a key could not be used. Paths and texts in it are as they came: `message` escapes them.
public enum IdentityError: Error, Hashable, Sendable {
    case missing(path: String)
    case unreadable(path: String, reason: String)
    case notRegular(path: String)
    case tooLarge(path: String, limit: Int)
    /// Others than the owner may read the file. The permission bits.
    case readableByOthers(path: String, mode: UInt16)
    case notPrivateKey(path: String)
    case malformed(path: String, reason: String)
    case unsupportedKey(path: String, type: String)
    /// The file of a FIDO key holds no private key, and only ssh-agent talks to tokens.
    case needsToken(path: String)
    /// The agent holds it, but the libssh2 in use cannot log in with a key in a token.
    case securityKey(path: String, library: LibSSH2Release?)
    case weakRSA(path: String, bits: Int)
    case unsupportedCipher(path: String, name: String)
    /// A key derivation that would take minutes.
    case tooManyRounds(path: String, rounds: UInt32)
    /// An encrypted PEM file does not say which key it is before the passphrase, and there is no `.pub` beside it.
    case noPublicHalf(path: String)
    /// The `.pub`, or the container's outside, is of another key than the private half.
    case publicHalfDiffers(path: String)
    case passphrase(path: String, PassphraseError)
    case wrongPassphrase(path: String, tries: Int)
    case agent(AgentError)
    /// A key was asked for a signature of another kind.
    case wrongAlgorithm(key: PublicKeyBlob, SignatureAlgorithm)
    case signingFailed(key: PublicKeyBlob)
    /// A `.pub` was named, and the agent does not hold its private half.
    case notInAgent(path: String)
    /// Nothing can be offered at all; the notes say what was looked at.
    case noIdentities([IdentityNote])
    case cancelled

    public var message: String {
        switch self {
        case .missing(let path): "no key file \(shown(path))"
        case .unreadable(let path, let reason): "cannot read \(shown(path)): \(reason)"
        case .notRegular(let path): "\(shown(path)) is not a regular file"
        case .tooLarge(let path, let limit): "\(shown(path)) is larger than \(limit) bytes, and no private key is"
        case .readableByOthers(let path, let mode):
            "others may read the private key \(shown(path)): its mode is 0\(String(mode, radix: 8))"
        case .notPrivateKey(let path): "\(shown(path)) is not a private key"
        case .malformed(let path, let reason): "\(shown(path)) is damaged: \(reason)"
        case .unsupportedKey(let path, let type): "\(shown(path)) is of a kind that is not used: \(shown(type))"
        case .securityKey(let path, let library):
            "\(shown(path)) is in a security key, and \(LibSSH2Release.withoutSecurityKeys(library))"
        case .needsToken(let path): "the private half of \(shown(path)) is in a security key"
        case .weakRSA(let path, let bits):
            "\(shown(path)) is an RSA key of \(bits) bits, at least \(KeyType.leastRSABits) are needed"
        case .unsupportedCipher(let path, let name):
            "\(shown(path)) is encrypted in a way that is not known: \(shown(name))"
        case .tooManyRounds(let path, let rounds): "\(shown(path)) asks for \(rounds) rounds of key derivation"
        case .noPublicHalf(let path):
            "\(shown(path)) is encrypted and has no .pub beside it, so which key it is cannot be told"
        case .publicHalfDiffers(let path): "\(shown(path)) and its public half are of different keys"
        case .passphrase(let path, let error): "no passphrase for \(shown(path)): \(error.message)"
        case .wrongPassphrase(let path, let tries):
            "wrong passphrase for \(shown(path))\(tries > 1 ? ", \(tries) times" : "")"
        case .agent(let error): error.message
        case .wrongAlgorithm(let key, let algorithm): "\(key) cannot sign with \(algorithm.name)"
        case .signingFailed(let key): "signing with \(key) failed"
        case .notInAgent(let path): "the private half of \(shown(path)) is neither beside it nor in the ssh-agent"
        case .noIdentities(let notes):
            (["no key to log in with"] + notes.map(\.message)).joined(separator: "; ")
        case .cancelled: "interrupted"
        }
    }

    public var hint: String {
        switch self {
        case .missing, .notRegular, .notPrivateKey: "name a private key with --identity, or: ssh-keygen -t ed25519"
        case .unreadable(let path, _): "look at it with: ls -l \(quoted(path))"
        case .tooLarge: "name a private key with --identity"
        case .readableByOthers(let path, _): "chmod 600 \(quoted(path))"
        case .malformed: "restore the file, or make a new key with: ssh-keygen -t ed25519"
        case .unsupportedKey, .weakRSA: "make a new key with: ssh-keygen -t ed25519"
        case .securityKey:
            "run with libssh2 \(LibSSH2Release.firstWithSecurityKeys) or later, or name another key with --identity"
        case .needsToken(let path): "let ssh-agent use the token: ssh-add \(quoted(path))"
        case .unsupportedCipher(let path, _), .tooManyRounds(let path, _):
            "encrypt it anew with: ssh-keygen -p -a 16 -Z aes256-ctr -f \(quoted(path))"
        case .noPublicHalf(let path), .publicHalfDiffers(let path):
            "ssh-keygen -y -f \(quoted(path)) > \(quoted(path + ".pub"))"
        case .passphrase(_, let error): error.hint
        case .wrongPassphrase(let path, _): "check it with: ssh-keygen -y -f \(quoted(path))"
        case .agent(let error): error.hint
        case .wrongAlgorithm, .signingFailed: "try another key with --identity"
        case .notInAgent(let path):
            "ssh-add \(quoted(path.hasSuffix(".pub") ? String(path.dropLast(4)) : path))"
        case .noIdentities(let notes):
            notes.agentHint ?? "make a key with: ssh-keygen -t ed25519, or name one with --identity"
        case .cancelled: "try again"
        }
    }

    private func shown(_ text: String) -> String { escapedForTerminal(text) }

    /// A path as a word for a shell.
    private func quoted(_ path: String) -> String {
        let plain = path.utf8.allSatisfy { byte in
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz/._-+@%:,".utf8.contains(byte)
        }
        if plain && !path.isEmpty { return path }
        return "'"
            + escapedForTerminal(path).split(separator: "'", omittingEmptySubsequences: false).joined(
                separator: #"'\''"#)
            + "'"
    }
}

extension [IdentityNote] {
    /// What to do about an agent that is there and gives no keys: that is where they were expected to come from.
    fileprivate var agentHint: String? {
        lazy.compactMap { note in
            guard case .agent(let error) = note, error != .notConfigured else { return nil }
            return error.hint
        }.first
    }
}
