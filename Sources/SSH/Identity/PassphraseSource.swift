/// Where a passphrase comes from, when a server has accepted a key whose file is encrypted.
public protocol PassphraseSource: Sendable {
    /// How often it makes sense to ask when the passphrase was wrong.
    var attempts: Int { get }

    func passphrase(for request: PassphraseRequest) async throws(PassphraseError) -> Secret
}

/// Which passphrase is wanted.
public struct PassphraseRequest: Hashable, Sendable {
    public let path: String
    public let key: PublicKeyBlob
    /// 1 when asked for the first time.
    public let attempt: Int

    public init(path: String, key: PublicKeyBlob, attempt: Int) {
        self.path = path
        self.key = key
        self.attempt = attempt
    }

    public var prompt: String {
        let name = escapedForTerminal(path)
        return attempt == 1 ? "passphrase for key \(name): " : "wrong passphrase, once more for key \(name): "
    }
}

/// Why there is no passphrase.
public enum PassphraseError: Error, Hashable, Sendable {
    /// Nothing is asked in batch.
    case batch
    /// There is no terminal, and no program that could ask.
    case nobodyToAsk
    /// An empty answer, or the askpass program ended with an error, which is how a dialog says "cancel".
    case declined
    case askpassFailed(program: String, reason: String)
    case terminalFailed(reason: String)
    case cancelled

    public var message: String {
        switch self {
        case .batch: "in batch, none is asked for"
        case .nobodyToAsk: "there is neither a terminal nor an SSH_ASKPASS program"
        case .declined: "none was given"
        case .askpassFailed(let program, let reason): "\(escapedForTerminal(program)) could not be run: \(reason)"
        case .terminalFailed(let reason): "the terminal could not be used: \(reason)"
        case .cancelled: "interrupted"
        }
    }

    public var hint: String {
        switch self {
        case .batch, .nobodyToAsk: "put the key into ssh-agent first: ssh-add"
        case .declined, .cancelled: "try again, or put the key into ssh-agent: ssh-add"
        case .askpassFailed: "set SSH_ASKPASS to a program that asks, or unset it"
        case .terminalFailed: "put the key into ssh-agent first: ssh-add"
        }
    }
}

/// Asks nobody, and says why.
public struct NoPassphrase: PassphraseSource {
    public let attempts = 1
    private let reason: PassphraseError

    public init(_ reason: PassphraseError = .batch) {
        self.reason = reason
    }

    public func passphrase(for request: PassphraseRequest) async throws(PassphraseError) -> Secret {
        throw reason
    }
}

/// Who is asked, decided as ssh(1) does.
public enum PassphraseChoice: Hashable, Sendable {
    case nobody(PassphraseError)
    case terminal
    case askpass(program: String)

    /// `SSH_ASKPASS_REQUIRE`: `never` keeps to the terminal, `prefer` takes the program before a terminal where there
    /// is a display, `force` takes it in any case. Without it, the program is for where there is a display and no
    /// terminal.
    public static func make(environment: [String: String], hasTerminal: Bool, isBatch: Bool) -> PassphraseChoice {
        if isBatch { return .nobody(.batch) }
        let require = environment["SSH_ASKPASS_REQUIRE"]?.lowercased()
        let hasDisplay = environment["DISPLAY"]?.isEmpty == false || environment["WAYLAND_DISPLAY"]?.isEmpty == false
        if let program = environment["SSH_ASKPASS"], !program.isEmpty, require != "never" {
            let isPreferred = require == "force" || (require == "prefer" && hasDisplay)
            if isPreferred || (!hasTerminal && hasDisplay) { return .askpass(program: program) }
        }
        return hasTerminal ? .terminal : .nobody(.nobodyToAsk)
    }

    public var source: any PassphraseSource {
        switch self {
        case .nobody(let reason): NoPassphrase(reason)
        case .terminal: TerminalPassphrase()
        case .askpass(let program): AskpassPassphrase(program: program)
        }
    }
}
