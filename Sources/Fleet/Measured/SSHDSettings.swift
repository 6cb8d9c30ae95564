public import AuthorizedKeys

/// What `sshd -T -C user=...` says for an account, as far as it decides over keys.
public struct SSHDSettings: Sendable, Hashable {
    /// Why sshd did not say; then its defaults are assumed, which is no more than a guess.
    public let problem: RawText?
    /// By sshd's words, in lower case; of several lines for one word, the first.
    public let values: [String: RawText]
    /// That it listens on, unless somebody else listens for it (systemd's ssh.socket).
    public let ports: Set<Int>

    public init(values: [String: RawText], ports: Set<Int> = [], problem: RawText? = nil) {
        self.values = values
        self.ports = ports
        self.problem = problem
    }

    public var isPubkeyAllowed: Bool { value("pubkeyauthentication") != "no" }
    public var hasStrictModes: Bool { value("strictmodes") != "no" }
    public var requiredRSABits: Int? { value("requiredrsasize").flatMap { Int($0) } }
    /// Tries at one connection; nil where sshd has not said.
    public var knownMaxAuthTries: Int? {
        value("maxauthtries").flatMap { Int($0) }.flatMap { (1...1000).contains($0) ? $0 : nil }
    }
    /// Nil where there is none.
    public var revokedKeysPath: RawText? { given("revokedkeys") }

    /// As types, from `PubkeyAcceptedAlgorithms` (`PubkeyAcceptedKeyTypes` before OpenSSH 8.5); nil where unknown.
    public var acceptedTypes: Set<KeyType>? {
        guard let list = value("pubkeyacceptedalgorithms") ?? value("pubkeyacceptedkeytypes") else { return nil }
        let names = Set(list.split(separator: ",").map(String.init))
        let rsa = !names.isDisjoint(with: ["ssh-rsa", "rsa-sha2-256", "rsa-sha2-512"])
        return Set(KeyType.allCases.filter { $0 == .rsa ? rsa : names.contains($0.rawValue) })
    }

    /// The words under which keys are let in without standing in a file of the account.
    static let otherWords = [
        "authorizedkeyscommand", "trustedusercakeys", "authorizedprincipalsfile", "authorizedprincipalscommand",
    ]

    var otherSources: [RawText] {
        Self.otherWords.compactMap { word in given(word).map { RawText(Array((word + " ").utf8) + $0.bytes) } }
    }

    private func given(_ word: String) -> RawText? {
        guard let value = values[word], !value.isEmpty, value != "none" else { return nil }
        return value
    }

    private func value(_ word: String) -> String? {
        values[word].flatMap { String(validating: $0.bytes, as: UTF8.self) }
    }
}
