/// Where to look for keys.
public struct IdentityRequest: Sendable {
    /// Named by the user with `--identity`: a file that cannot be used is an error.
    public var named: [String]
    /// Named by the configuration, which others share: a file that cannot be used is a note.
    public var configured: [String]
    public var agent: Result<AgentClient, AgentError>
    /// Used where they are; see `defaultFiles(home:)`.
    public var defaults: [String]
    public var passphrases: any PassphraseSource
    /// How many keys are offered at most. sshd's MaxAuthTries is 6, and something else may take one.
    public var limit: Int
    /// The libssh2 in use, which decides whether keys in tokens can be offered; nil where it does not say.
    public var library: LibSSH2Release?

    public init(
        named: [String] = [], configured: [String] = [], agent: Result<AgentClient, AgentError>,
        defaults: [String], passphrases: any PassphraseSource, limit: Int = 5,
        library: LibSSH2Release? = LibSSH2Release(Library.version)
    ) {
        self.named = named
        self.configured = configured
        self.agent = agent
        self.defaults = defaults
        self.passphrases = passphrases
        self.limit = limit
        self.library = library
    }

    /// The files that ssh looks at without being told, as far as we can use them.
    public static func defaultFiles(home: String) -> [String] {
        ["id_ed25519", "id_ecdsa", "id_rsa", "id_ed25519_sk", "id_ecdsa_sk"].map { home + "/.ssh/" + $0 }
    }
}

/// The keys to offer, in order, each once.
public struct IdentityList: Sendable {
    public let identities: [Identity]
    public let notes: [IdentityNote]

    /// Named files, configured files, the agent's keys, the default files. A file whose key the agent holds keeps its
    /// place and is signed for by the agent, which asks for no passphrase. An agent that is missing or hangs is a note.
    ///
    /// - Throws: what is wrong with a named file, or `noIdentities` where nothing is left to offer.
    @concurrent
    public static func gather(_ request: IdentityRequest) async throws(IdentityError) -> IdentityList {
        var gathering = Gathering(request)
        try await gathering.askAgent()
        for path in request.named {
            if let error = gathering.takeFile(path) { throw error }
        }
        for path in request.configured {
            if let error = gathering.takeFile(path) { gathering.note(.file(error)) }
        }
        gathering.takeAgentKeys()
        for path in request.defaults {
            switch gathering.takeFile(path) {
            case nil, .missing, .notInAgent: break
            case .some(let error): gathering.note(.file(error))
            }
        }
        return try gathering.list()
    }
}

/// The list while it is being made.
private struct Gathering {
    private let request: IdentityRequest
    private var agent: AgentClient?
    private var held: [AgentIdentity] = []
    private var identities: [Identity] = []
    private var seen: Set<PublicKeyBlob> = []
    private var notes: [IdentityNote] = []

    init(_ request: IdentityRequest) {
        self.request = request
    }

    mutating func note(_ note: IdentityNote) {
        if !notes.contains(note) { notes.append(note) }
    }

    mutating func askAgent() async throws(IdentityError) {
        do throws(AgentError) {
            let agent = try request.agent.get()
            held = try await agent.identities()
            self.agent = agent
        } catch {
            if error == .cancelled { throw .cancelled }
            note(.agent(error))
        }
    }

    mutating func takeAgentKeys() {
        guard let agent else { return }
        for key in held where !seen.contains(key.key) {
            if let obstacle = obstacle(key.key) {
                note(obstacle)
            } else {
                add(Identity(key, agent: agent))
            }
        }
    }

    /// Adds the key of a private file, or of a public one whose private half the agent holds. Gives what is wrong with
    /// it.
    mutating func takeFile(_ path: String) -> IdentityError? {
        do throws(IdentityError) {
            let file: KeyFile
            do throws(IdentityError) {
                file = try KeyFile.read(path)
            } catch {
                guard let publicHalf = Self.publicHalf(insteadOf: path, error) else { throw error }
                guard let key = inAgent(publicHalf) else { throw .notInAgent(path: path) }
                return takeHeld(key, path)
            }
            if let key = inAgent(file.publicKey) { return takeHeld(key, path) }
            guard !seen.contains(file.publicKey) else { return nil }
            if file.publicKey.isSecurityKey { throw .needsToken(path: path) }
            if obstacle(file.publicKey) != nil { throw .unsupportedKey(path: path, type: file.publicKey.type) }
            add(Identity(file, passphrases: request.passphrases))
            return nil
        } catch {
            return error
        }
    }

    func list() throws(IdentityError) -> IdentityList {
        guard !identities.isEmpty else { throw .noIdentities(notes) }
        let limit = max(1, request.limit)
        let leftOut = identities.dropFirst(limit).map(\.publicKey)
        return IdentityList(
            identities: Array(identities.prefix(limit)),
            notes: leftOut.isEmpty ? notes : notes + [.leftOut(leftOut, limit: limit)])
    }

    private func inAgent(_ key: PublicKeyBlob) -> AgentIdentity? {
        held.first { $0.key == key }
    }

    private mutating func takeHeld(_ key: AgentIdentity, _ path: String) -> IdentityError? {
        guard let agent, !seen.contains(key.key) else { return nil }
        if let obstacle = obstacle(key.key) {
            note(obstacle)
            if case .securityKey(_, let library) = obstacle { return .securityKey(path: path, library: library) }
            return .unsupportedKey(path: path, type: key.key.type)
        }
        add(Identity(key, agent: agent, file: path))
        return nil
    }

    /// The user may have named the public half, or the private one may live in the agent only.
    private static func publicHalf(insteadOf path: String, _ error: IdentityError) -> PublicKeyBlob? {
        switch error {
        case .notPrivateKey: (try? KeyFile.readPublicHalf(path))?.key
        case .missing: (try? KeyFile.readPublicHalf(path + ".pub"))?.key
        default: nil
        }
    }

    private func obstacle(_ key: PublicKeyBlob) -> IdentityNote? {
        if key.isCertificate { return .certificate(key) }
        if key.isSecurityKey, request.library?.signsWithSecurityKeys != true {
            return .securityKey(key, library: request.library)
        }
        if SignatureAlgorithm.possible(forKeyType: key.type).isEmpty { return .unsupported(key) }
        if let bits = key.modulusBits, bits < KeyType.leastRSABits { return .weakRSA(key, bits: bits) }
        return nil
    }

    private mutating func add(_ identity: Identity) {
        seen.insert(identity.publicKey)
        identities.append(identity)
    }
}
