/// Where a key comes from.
public enum IdentityOrigin: Hashable, Sendable, CustomStringConvertible {
    /// The agent signs; `file` is the file that was named and whose key the agent holds.
    case agent(socket: String, file: String?)
    case file(path: String)

    public var description: String {
        switch self {
        case .agent(_, let file?): "\(escapedForTerminal(file)) in ssh-agent"
        case .agent(_, nil): "ssh-agent"
        case .file(let path): escapedForTerminal(path)
        }
    }
}

/// A key to log in with: its public half at hand, its private half behind `sign`.
public struct Identity: Sendable {
    public let publicKey: PublicKeyBlob
    /// As it came from an agent or a file: escape it before printing.
    public let comment: String
    public let origin: IdentityOrigin

    private enum Signer: Sendable {
        case agent(AgentClient)
        case file(LockedKey)
    }

    private let signer: Signer

    /// A key that an agent holds.
    public init(_ held: AgentIdentity, agent: AgentClient, file: String? = nil) {
        publicKey = held.key
        comment = held.comment
        origin = .agent(socket: agent.path, file: file)
        signer = .agent(agent)
    }

    /// A private key's file. Reads it, and asks for no passphrase yet.
    public init(path: String, passphrases: any PassphraseSource) throws(IdentityError) {
        let file = try KeyFile.read(path)
        guard !SignatureAlgorithm.possible(forKeyType: file.publicKey.type).isEmpty else {
            throw .unsupportedKey(path: path, type: file.publicKey.type)
        }
        self.init(file, passphrases: passphrases)
    }

    init(_ file: KeyFile, passphrases: any PassphraseSource) {
        publicKey = file.publicKey
        comment = file.comment
        origin = .file(path: file.path)
        signer = .file(LockedKey(file, passphrases: passphrases))
    }

    /// How the key can sign, the preferred way first: `rsa-sha2-512` before `rsa-sha2-256`, never `ssh-rsa`.
    public var algorithms: [SignatureAlgorithm] { SignatureAlgorithm.possible(forKeyType: publicKey.type) }

    /// Signs, and asks for a passphrase or a touch where it takes one: call it when the server has accepted the key.
    ///
    /// - Parameter algorithm: nil for the preferred one.
    /// - Returns: the signature in the form that libssh2's callback returns; see `Signature.bytes`.
    public func sign(
        _ data: [UInt8], with algorithm: SignatureAlgorithm? = nil
    ) async throws(IdentityError) -> Signature {
        guard let algorithm = algorithm ?? algorithms.first, algorithms.contains(algorithm) else {
            throw .wrongAlgorithm(key: publicKey, algorithm ?? .ed25519)
        }
        switch signer {
        case .file(let key): return try await key.sign(data, algorithm)
        case .agent(let agent):
            do throws(AgentError) {
                return try await agent.sign(data, key: publicKey, algorithm: algorithm)
            } catch {
                throw error == .cancelled ? .cancelled : .agent(error)
            }
        }
    }
}
